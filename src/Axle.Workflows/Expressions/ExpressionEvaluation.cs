using System.Buffers;
using System.Text;
using System.Text.Json;
using Axle.Workflows.Expressions.Values;

namespace Axle.Workflows.Expressions;

/// <summary>
/// Evaluates expressions that come as lines of JSON, in the form of GitHub's own test suite. The limits are GitHub's
/// (<see cref="ExpressionBudget.GitHub"/>); contexts may have any names, and others are refused when the text is parsed.
/// </summary>
public static class ExpressionEvaluation
{
    /// <summary>Evaluates one line at the current time of the system's clock.</summary>
    /// <param name="jsonLine"><c>{"expr": "…", "contexts": {"name": value, …}}</c>; <c>contexts</c> may be missing.</param>
    /// <returns>
    /// <c>{"kind": "String", "value": "…"}</c> or <c>{"error": {"kind": "evaluation", "value": "message"}}</c>, the error's kind
    /// being <c>lexing</c>, <c>parsing</c>, <c>evaluation</c>, or <c>input</c> for a line of another form. Numbers that are not
    /// finite have the value null, as JSON has no word for them.
    /// </returns>
    public static string EvaluateLine(string jsonLine) => EvaluateLine(jsonLine, TimeProvider.System);

    /// <summary>Evaluates one line at the time of a given clock.</summary>
    public static string EvaluateLine(string jsonLine, TimeProvider clock)
    {
        try
        {
            using var document = JsonDocument.Parse(jsonLine, new JsonDocumentOptions { MaxDepth = JsonText.MaxDepth + 4 });
            return WriteResult(Evaluate(document.RootElement, clock));
        }
        catch (ExpressionException exception)
        {
            return WriteError(exception.Kind.ToString().ToLowerInvariant(), exception.Fault.Message);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return WriteError("input", $"The line is not JSON: {exception.Message}");
        }
    }

    private static ExpressionValue Evaluate(JsonElement line, TimeProvider clock)
    {
        if (line.ValueKind != JsonValueKind.Object || !line.TryGetProperty("expr", out var text) || text.ValueKind != JsonValueKind.String)
        {
            throw new JsonException("an object with a string 'expr' is needed.");
        }

        var scope = new ExpressionScope(clock.GetUtcNow());
        if (line.TryGetProperty("contexts", out var contexts) && contexts.ValueKind == JsonValueKind.Object)
        {
            foreach (var context in contexts.EnumerateObject())
            {
                scope.With(JsonText.ReadName(context), context.Value);
            }
        }

        return Expression.Parse(JsonText.Read(text), scope.Names).Evaluate(scope, ExpressionBudget.GitHub);
    }

    private static string WriteResult(ExpressionValue value) => Write(writer =>
    {
        writer.WriteString("kind", value.Kind.ToString());
        writer.WritePropertyName("value");
        value.WriteTo(writer);
    });

    private static string WriteError(string kind, string message) => Write(writer =>
    {
        writer.WriteStartObject("error");
        writer.WriteString("kind", kind);
        writer.WriteString("value", JsonText.WellFormed(message));
        writer.WriteEndObject();
    });

    private static string Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
