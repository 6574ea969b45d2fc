using System.Globalization;
using System.Text.Json.Nodes;
using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports.Sarif;

/// <summary>How the run went, as a SARIF invocation.</summary>
internal static class SarifInvocation
{
    /// <summary>The run as an <c>invocation</c> object; steps that failed become notifications.</summary>
    public static JsonObject Of(ReviewReport report)
    {
        var failed = report.Run.Steps.Where(static s => s.Error is not null).ToList();
        var invocation = new JsonObject
        {
            // The analysis ran, or there would be no report; steps that failed are named below.
            ["executionSuccessful"] = true,
            ["endTimeUtc"] = Utc(report.Run.EndedAt ?? report.GeneratedAt),
        };
        if (report.Run.StartedAt is { } start)
            invocation["startTimeUtc"] = Utc(start);
        if (failed.Count > 0)
            invocation["toolExecutionNotifications"] = new JsonArray([.. failed.Select(static s => Notification(s))]);
        return invocation;
    }

    private static JsonObject Notification(RunStep step) => new()
    {
        ["level"] = "error",
        ["message"] = SarifReport.Message($"Step '{step.Key}' failed: {Wording.Plain(step.Error!)}"),
    };

    private static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
