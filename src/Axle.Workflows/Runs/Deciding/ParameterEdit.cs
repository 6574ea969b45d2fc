using System.Text.Json;
using Axle.Schemas;
using Axle.Workflows.Definition;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>A parameter of an approval that a person changed.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="From">What it was; null when it was not there.</param>
/// <param name="To">What it is now.</param>
internal sealed record ParameterEdit(string Name, JsonElement? From, JsonElement To)
{
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject(Name);
        writer.WritePropertyName("from");
        if (From is { } from)
            from.WriteTo(writer);
        else
            writer.WriteNullValue();
        writer.WritePropertyName("to");
        To.WriteTo(writer);
        writer.WriteEndObject();
    }
}

/// <summary>What an answer changes about the parameters of an approval, and whether it may.</summary>
internal static class ParameterEdits
{
    public static IReadOnlyList<ParameterEdit> Of(JsonElement? shown, JsonElement? given)
    {
        if (given is not { ValueKind: JsonValueKind.Object } values)
            return [];
        return [.. values.EnumerateObject()
            .Select(v => new ParameterEdit(v.Name, shown is { } before ? JsonObjects.Member(before, v.Name) : null, v.Value))
            .Where(static e => e.From is not { } from || !JsonElement.DeepEquals(from, e.To))];
    }

    /// <summary>Why these changes are not allowed; null when they are.</summary>
    public static string? Fault(ApprovalAction approval, JsonElement? shown, IReadOnlyList<ParameterEdit> edits, JsonElement? given)
    {
        if (given is { ValueKind: not JsonValueKind.Object })
            return "'parameters' must be an object";
        var fixedOnes = edits.Where(e => !approval.Editable.Contains(e.Name)).Select(static e => $"'{e.Name}'").ToArray();
        if (fixedOnes.Length > 0)
            return $"{string.Join(", ", fixedOnes)} may not be changed; editable: {(approval.Editable.IsEmpty ? "nothing" : string.Join(", ", approval.Editable))}";
        if (approval.Schema is not { } schema || edits.Count == 0)
            return null;
        // As they will be, not as they were given: who changes one of them need not repeat the others.
        var result = JsonSchema.Parse(schema).Validate(Merge(shown, edits)!.Value);
        return result.IsValid ? null : string.Join("; ", result.Faults.Select(static f => $"parameter {f.InstancePath}: {f.Message}"));
    }

    public static JsonElement? Merge(JsonElement? shown, IReadOnlyList<ParameterEdit> edits)
    {
        if (edits.Count == 0)
            return shown;
        var values = shown is { } before ? before.EnumerateObject().ToDictionary(static v => v.Name, static v => v.Value) : [];
        foreach (var edit in edits)
            values[edit.Name] = edit.To;
        return JsonObjects.From(values);
    }
}
