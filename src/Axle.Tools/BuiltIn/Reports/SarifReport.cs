using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Tools.BuiltIn.Reports.Model;
using Axle.Tools.BuiltIn.Reports.Sarif;

namespace Axle.Tools.BuiltIn.Reports;

/// <summary>
/// The report as SARIF 2.1.0 (OASIS Static Analysis Results Interchange Format), which editors and code hosts show beside the code.
/// </summary>
public static class SarifReport
{
    /// <summary>Indented a little: people open these files too, and a code host limits their size.</summary>
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, IndentSize = 1 };

    /// <summary>The report as SARIF text: UTF-8 JSON with one run.</summary>
    /// <param name="report">The model.</param>
    /// <param name="toolVersion">Axle's version, for example <c>0.1.0</c>.</param>
    public static string Render(ReviewReport report, string toolVersion)
    {
        ArgumentNullException.ThrowIfNull(report);
        var rules = SarifRules.Of(report.Findings);
        var run = new JsonObject
        {
            ["tool"] = new JsonObject
            {
                ["driver"] = new JsonObject
                {
                    ["name"] = "Axle",
                    ["version"] = toolVersion,
                    ["semanticVersion"] = toolVersion,
                    ["rules"] = rules.ToJson(),
                },
            },
            ["automationDetails"] = new JsonObject { ["id"] = AutomationId(report) },
            ["originalUriBaseIds"] = new JsonObject
            {
                [SarifResult.Root] = new JsonObject
                {
                    ["description"] = Message("The root of the reviewed sources; the reader decides where that is on its machine."),
                },
            },
            ["invocations"] = new JsonArray(SarifInvocation.Of(report)),
            ["columnKind"] = "utf16CodeUnits",
            ["results"] = new JsonArray([.. report.Findings.Select(f => SarifResult.Of(f, rules))]),
            ["properties"] = new JsonObject { ["offline"] = report.Offline, ["workflow"] = report.Workflow },
        };
        if (report.Source is { Repository: { } repository } source)
            run["versionControlProvenance"] = new JsonArray(Provenance(source, repository));
        var log = new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(run),
        };
        return log.ToJsonString(Written);
    }

    internal static JsonObject Message(string text) => new() { ["text"] = text };

    /// <summary>Category, slash, run: code hosts replace the results of an earlier run of the same category.</summary>
    private static string AutomationId(ReviewReport report) =>
        $"axle/{(report.Workflow.Length > 0 ? report.Workflow : "review")}/{report.RunId}";

    private static JsonObject Provenance(SourceVersion source, string repository)
    {
        var provenance = new JsonObject
        {
            ["repositoryUri"] = repository,
            ["mappedTo"] = new JsonObject { ["uriBaseId"] = SarifResult.Root },
        };
        if (source.Commit is { } commit)
            provenance["revisionId"] = commit;
        if (source.Branch is { } branch)
            provenance["branch"] = branch;
        return provenance;
    }
}
