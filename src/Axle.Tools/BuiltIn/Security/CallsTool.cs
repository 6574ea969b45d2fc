using System.Text.Json;
using Axle.Tools.BuiltIn.Patterns;
using Axle.Tools.BuiltIn.Review;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Security;

/// <summary><c>security.calls</c>: dangerous calls by language, from the rule tables in <c>Rules/</c>.</summary>
public sealed class CallsTool : ITool
{
    private static readonly Lazy<PatternRuleSet> Loaded = new(() => PatternRuleSet.Load("security.calls."));

    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "security.calls",
        "Finds dangerous calls in over 30 languages: injection, code from text, unsafe deserialisation, weak cryptography, TLS checks off, XSS, memory, files. Comments and strings never count.",
        ReviewArguments.Schema);

    /// <summary>The rules, for the tests that prove each by its own examples.</summary>
    internal static PatternRuleSet Rules => Loaded.Value;

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken) =>
        FindingJson.ToElement(await PatternReview.RunAsync(Rules, context.Workspace, ReviewArguments.From(arguments), cancellationToken));
}
