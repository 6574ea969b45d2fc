using System.Collections.Immutable;
using System.Text.Json;

namespace Axle.Workflows.Runs;

/// <summary>What a step asks a person, taken apart.</summary>
/// <param name="Message">The question.</param>
/// <param name="Assignees">Who is asked; empty for anybody.</param>
/// <param name="Parameters">What it is about: an object; null when there is nothing to it.</param>
/// <param name="Editable">Names of the parameters that an answer may change.</param>
/// <param name="Schema">JSON Schema that changed parameters must fit; null for any.</param>
public sealed record StepQuestion(
    string Message, ImmutableArray<string> Assignees, JsonElement? Parameters, ImmutableArray<string> Editable, JsonElement? Schema)
{
    /// <summary>Takes a question apart as <see cref="StepRecord.Question"/> has it.</summary>
    public static StepQuestion Of(JsonElement question) => new(
        Member(question, "message")?.GetString() ?? "", Names(question, "assignees"), Member(question, "parameters"), Names(question, "editable"),
        Member(question, "schema"));

    private static JsonElement? Member(JsonElement question, string name) => question.TryGetProperty(name, out var value) ? value : null;

    private static ImmutableArray<string> Names(JsonElement question, string name) =>
        Member(question, name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(static n => n.GetString() ?? "")] : [];
}
