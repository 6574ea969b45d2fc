using System.Collections.Immutable;
using System.Text.Json;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>tool list</c> and <c>tool search</c>.</summary>
internal sealed record ToolListDocument(ImmutableArray<ToolRowPart> Tools, ImmutableDictionary<string, string> Quarantined);

/// <summary>A tool in a list.</summary>
internal sealed record ToolRowPart(string Name, string Purpose, string Origin, string Effect, bool Idempotent, string? Approval);

/// <summary>The answer of <c>tool show</c>.</summary>
internal sealed record ToolDocument(ToolRowPart Tool, JsonElement Parameters, double? DeadlineSeconds, string Hash);

/// <summary>The answer of <c>tool call</c>.</summary>
internal sealed record ToolCallDocument(string Tool, JsonElement Arguments, ImmutableArray<string> Mends, JsonElement Result);
