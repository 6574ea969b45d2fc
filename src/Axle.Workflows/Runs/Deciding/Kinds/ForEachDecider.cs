using System.Globalization;
using System.Text.Json;
using Axle.Workflows.Definition;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Deciding.Kinds;

/// <summary>A list of steps for each item: so many items at once, in order, however many there are.</summary>
internal static class ForEachDecider
{
    public static void GoOn(Decision decision, StepState step, ForEachAction forEach)
    {
        var inner = step.Inner!;
        while (inner.Open < forEach.Concurrency && MayOpen(inner, forEach) && Next(inner) is { } name)
            decision.Emit(new ScopeOpened(step.Path, name));
        if (inner.Open == 0)
            Finish(decision, step, forEach, inner);
    }

    /// <summary>The list that a step goes through.</summary>
    /// <exception cref="AxleException">Validation: the value is no list.</exception>
    public static Payload Items(JsonElement items) => items.ValueKind switch
    {
        JsonValueKind.Array => Payload.From(items),
        JsonValueKind.Null or JsonValueKind.Undefined => Payload.FromJson("[]"u8),
        var kind => throw new AxleException(
            ErrorKind.Validation,
            $"'items' must be a list, not {(kind == JsonValueKind.Object ? "an object; 'values(…)' gives the list of its values" : kind.ToString().ToLowerInvariant())}."),
    };

    /// <summary>What is to be done again comes before what was never begun.</summary>
    private static string? Next(InnerScopes inner) =>
        inner.Held.Count > 0 ? inner.Held.First().Name
        : inner.Opened < inner.Outputs.Length ? inner.Opened.ToString(CultureInfo.InvariantCulture)
        : null;

    private static bool MayOpen(InnerScopes inner, ForEachAction forEach) => forEach.OnItemError != ItemErrorChoice.Fail || inner.Failures.Count == 0;

    private static void Finish(Decision decision, StepState step, ForEachAction forEach, InnerScopes inner)
    {
        if (inner.Failures.Count > 0 && forEach.OnItemError != ItemErrorChoice.Continue)
            CompensationDecider.Fail(decision, step, Error(inner, forEach));
        else
            StepDecider.Succeed(decision, step, () => Output(inner));
    }

    private static AxleError Error(InnerScopes inner, ForEachAction forEach)
    {
        var first = inner.Failures.First().Value;
        return forEach.OnItemError == ItemErrorChoice.Fail || inner.Failures.Count == 1
            ? first
            : first with { Message = $"{inner.Failures.Count} of {inner.Outputs.Length} items failed; the first: {first.Message}" };
    }

    private static Payload Output(InnerScopes inner) => JsonObjects.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("items");
        foreach (var output in inner.Outputs)
        {
            if (output is null)
                writer.WriteNullValue();
            else
                writer.WriteRawValue(output.Utf8(), skipInputValidation: true);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("failed");
        foreach (var (index, error) in inner.Failures)
        {
            writer.WriteStartObject();
            writer.WriteNumber("index", index);
            writer.WriteString("kind", error.Kind.ToName());
            writer.WriteString("message", error.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
