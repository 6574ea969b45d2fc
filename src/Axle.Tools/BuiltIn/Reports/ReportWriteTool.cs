using System.Text;
using System.Text.Json;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Reports;

/// <summary><c>report.write</c>: makes the review report of a run and writes it as Markdown, HTML and SARIF.</summary>
/// <param name="version">Axle's version, named in the SARIF file.</param>
/// <param name="reportsRoot">
/// Absolute directory below which reports are written; null for <c>.axle/reports</c> in the workspace. Only the host chooses it: the
/// arguments of a call may only name a directory below.
/// </param>
public sealed class ReportWriteTool(string version, string? reportsRoot = null) : ITool
{
    private const string Parameters = """
        {
          "type": "object",
          "properties": {
            "title": { "type": "string", "maxLength": 300, "description": "Title of the report." },
            "runId": { "type": "string", "maxLength": 64, "description": "The run, when 'run' does not name it." },
            "workflow": { "type": "string", "maxLength": 200, "description": "The workflow, when 'run' does not name it." },
            "directory": { "type": "string", "maxLength": 300, "description": "Sub-directory to write to; the run's id when left out." },
            "steps": { "type": ["object", "array"], "description": "Step key to { agent, action, output: { summary, themes, recommendations, score, findings, evidence } }." },
            "run": { "type": "object", "description": "How the run went: id, workflow, status, startedAt, endedAt, steps, decisions." }
          }
        }
        """;

    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "report.write",
        "Writes the report of a run as Markdown, one self-contained HTML page and SARIF 2.1.0.",
        JsonElement.Parse(Parameters),
        ToolEffect.Local);

    /// <inheritdoc/>
    /// <returns><c>{ "reports": { "markdown", "html", "sarif" }, "counts": { "critical": n, … }, "findings": n }</c>; paths relative to the
    /// workspace when inside it, else absolute.</returns>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: the directory leads out of its root.
    /// <see cref="ErrorKind.Tool"/>: a file cannot be written.</exception>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var report = new ReviewReportBuilder(context.Workspace, context.Time).Build(arguments);
        var directory = ReportDirectory.Choose(arguments, report.RunId, context.Workspace, reportsRoot);
        var sourceRoot = ReportDirectory.SourceRoot(directory, context.Workspace);
        var files = new (string Form, string Name, string Text)[]
        {
            ("markdown", "review.md", MarkdownReport.Render(report, sourceRoot)),
            ("html", "review.html", HtmlReport.Render(report)),
            ("sarif", "review.sarif", SarifReport.Render(report, version)),
        };
        var reports = new Dictionary<string, string>();
        foreach (var (form, name, text) in files)
        {
            var path = Path.Combine(directory, name);
            await WriteAsync(path, text, cancellationToken);
            reports[form] = ReportDirectory.Shown(path, context.Workspace);
        }

        return FindingJson.ToElement(new
        {
            Reports = reports,
            Counts = Wording.Severities.ToDictionary(Wording.Name, s => Wording.Count(report, s)),
            Findings = report.Findings.Count,
        });
    }

    /// <summary>Beside and then over: a reader never sees half a file, and a crash leaves the older report whole.</summary>
    private static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        var draft = path + ".part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(draft, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
            File.Move(draft, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AxleException(
                ErrorKind.Tool,
                $"report.write could not write '{Path.GetFileName(path)}': {e.Message} Check that the directory is writable and the disk has room.",
                e);
        }
    }
}
