using System.Text.Json;
using Axle.Tools.BuiltIn.Patterns;
using Axle.Tools.BuiltIn.Review;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Performance;

/// <summary><c>performance.patterns</c>: habits that cost time, from the rule table in <c>Rules/</c>.</summary>
public sealed class PatternsTool : ITool
{
    private static readonly Lazy<PatternRuleSet> Loaded = new(() => PatternRuleSet.Load("performance.patterns."));

    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "performance.patterns",
        "Finds costly patterns: queries and requests in loops, expressions compiled in loops, growing strings, blocking calls on servers, SELECT *.",
        ReviewArguments.Schema);

    /// <summary>The rules, for the tests that prove each by its own examples.</summary>
    internal static PatternRuleSet Rules => Loaded.Value;

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken) =>
        FindingJson.ToElement(await PatternReview.RunAsync(Rules, context.Workspace, ReviewArguments.From(arguments), cancellationToken));
}
