using System.Text.Json;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.Tests.BuiltIn.Review;

/// <summary>Runs review tools on a workspace through their public door.</summary>
internal static class ReviewRuns
{
    public static async Task<JsonElement> RunAsync(this Workspace workspace, ITool tool, string arguments = "{}", bool apply = false) =>
        await tool.InvokeAsync(JsonElement.Parse(arguments), workspace.Context with { Apply = apply }, TestContext.Current.CancellationToken);

    public static async Task<IReadOnlyList<Finding>> FindingsAsync(this Workspace workspace, ITool tool, string arguments = "{}") =>
        (await workspace.RunAsync(tool, arguments)).GetProperty("findings").Deserialize<Finding[]>(FindingJson.Options)!;
}
