using System.Text;
using System.Text.Json;

namespace Axle.Workflows.Expressions.Values;

/// <summary>Values to JSON and back.</summary>
internal static class JsonText
{
    /// <summary>Levels of nesting that are read and written.</summary>
    public const int MaxDepth = 128;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };
    private static readonly JsonDocumentOptions WrittenOptions = new() { MaxDepth = (2 * MaxDepth) + 2 };

    /// <summary>Reads back what a writer has just written: a value spliced into a template may reach deeper than either.</summary>
    public static JsonElement ParseWritten(ReadOnlyMemory<byte> json) => JsonDocument.Parse(json, WrittenOptions).RootElement;

    public static JsonElement Parse(string json) => JsonDocument.Parse(json, Options).RootElement;

    public static string Read(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw NotUnicode(exception);
        }
    }

    public static string ReadName(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException exception)
        {
            throw NotUnicode(exception);
        }
    }

    public static void Write(Utf8JsonWriter writer, in ExpressionValue value)
    {
        var evaluation = Evaluation.Unbounded();
        Write(writer, value, ref evaluation);
    }

    /// <summary>Writes compactly and charges what is written to the evaluation's budget.</summary>
    public static void Write(Utf8JsonWriter writer, in ExpressionValue value, ref Evaluation evaluation) =>
        Write(writer, value, ref evaluation, false, 0);

    /// <summary>As <see cref="Write(Utf8JsonWriter, in ExpressionValue, ref Evaluation)"/>, the keys of objects in ordinal order.</summary>
    public static void WriteSorted(Utf8JsonWriter writer, in ExpressionValue value, ref Evaluation evaluation) =>
        Write(writer, value, ref evaluation, true, 0);

    private static void Write(Utf8JsonWriter writer, in ExpressionValue value, ref Evaluation evaluation, bool sorted, int depth)
    {
        CheckDepth(depth);
        evaluation.Step();
        switch (value.Kind)
        {
            case ExpressionKind.Boolean:
                writer.WriteBooleanValue(value.RawNumber != 0);
                break;
            case ExpressionKind.Number:
                writer.WriteRawValue(value.ExactNumberText ?? NumberText.FormatExact(value.RawNumber));
                break;
            case ExpressionKind.String:
                evaluation.Produce(value.RawText.Length);
                writer.WriteStringValue(WellFormed(value.RawText));
                break;
            case ExpressionKind.Array:
                WriteArray(writer, value.RawArray, ref evaluation, sorted, depth);
                break;
            case ExpressionKind.Object:
                WriteObject(writer, value.RawObject, ref evaluation, sorted, depth);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    public static void CheckDepth(int depth)
    {
        if (depth > MaxDepth)
        {
            throw ExpressionException.Evaluation($"The value is nested deeper than {MaxDepth} levels.");
        }
    }

    /// <summary>The text with every half of a surrogate pair that stands alone replaced by U+FFFD.</summary>
    public static string WellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            }

            i++;
        }

        return text;
    }

    private static void WriteArray(Utf8JsonWriter writer, IExpressionArray array, ref Evaluation evaluation, bool sorted, int depth)
    {
        writer.WriteStartArray();
        for (var i = 0; i < array.Count; i++)
        {
            evaluation.Produce(Evaluation.ItemLength);
            Write(writer, array[i], ref evaluation, sorted, depth + 1);
        }

        writer.WriteEndArray();
    }

    private static void WriteObject(Utf8JsonWriter writer, IExpressionObject value, ref Evaluation evaluation, bool sorted, int depth)
    {
        writer.WriteStartObject();
        foreach (var key in sorted ? value.Keys.Order(StringComparer.Ordinal) : value.Keys)
        {
            if (value.TryGet(key, out var member))
            {
                evaluation.Produce(Evaluation.ItemLength + key.Length);
                writer.WritePropertyName(WellFormed(key));
                Write(writer, member, ref evaluation, sorted, depth + 1);
            }
        }

        writer.WriteEndObject();
    }

    private static ExpressionException NotUnicode(InvalidOperationException exception) =>
        ExpressionException.Evaluation("A text in the JSON value is not well-formed Unicode.", inner: exception);
}
