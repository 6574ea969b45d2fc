using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Axle.Workflows.Expressions.Nodes;
using Axle.Workflows.Expressions.Values;

namespace Axle.Workflows.Expressions.Functions;

/// <summary>toJSON, fromJSON and hash.</summary>
internal static class JsonFunctions
{
    public static IReadOnlyList<ExpressionFunction> All { get; } =
    [
        new("toJSON(value)", 1, 1, "The value as JSON text, indented by two spaces.", ToJson) { IsStandard = true },
        new("fromJSON(text)", 1, 1, "The value that a JSON text stands for.", FromJson)
        {
            IsStandard = true, CheckConstants = CheckJson,
        },
        new("hash(value)", 1, 1,
            "SHA-256 in lower-case hexadecimal digits: of a text its UTF-8 bytes, of any other value its compact JSON with keys in ordinal order.",
            Hash),
    ];

    private static ExpressionValue ToJson(ref Evaluation evaluation, ExpressionNode[] arguments)
    {
        var value = arguments[0].Evaluate(ref evaluation);
        return ExpressionValue.Of(IndentedJson.Write(value, ref evaluation));
    }

    private static ExpressionValue FromJson(ref Evaluation evaluation, ExpressionNode[] arguments)
    {
        var text = arguments[0].Evaluate(ref evaluation).ToText();
        evaluation.Read(text);
        evaluation.Produce(text.Length);
        return Parse(text);
    }

    private static ExpressionValue Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw ExpressionException.Evaluation("empty input", "fromJSON needs a JSON text.");
        }

        try
        {
            return ExpressionValue.FromJson(JsonText.Parse(text));
        }
        catch (JsonException exception)
        {
            throw ExpressionException.Evaluation(
                "Error parsing JSON when evaluating fromJson",
                $"Line {(exception.LineNumber ?? 0) + 1}, byte {(exception.BytePositionInLine ?? 0) + 1} of the text is not JSON.",
                exception);
        }
        catch (ArgumentException exception)
        {
            // Half of a surrogate pair that stands alone cannot be turned into UTF-8.
            throw ExpressionException.Evaluation(
                "Error parsing JSON when evaluating fromJson", "The text is not well-formed Unicode.", exception);
        }
    }

    private static string? CheckJson(IReadOnlyList<ExpressionNode> arguments)
    {
        if (arguments[0] is not LiteralNode text)
        {
            return null;
        }

        try
        {
            Parse(text.Value.ToText());
            return null;
        }
        catch (ExpressionException exception)
        {
            return exception.Message;
        }
    }

    private static ExpressionValue Hash(ref Evaluation evaluation, ExpressionNode[] arguments)
    {
        var value = arguments[0].Evaluate(ref evaluation);
        if (value.Kind == ExpressionKind.String)
        {
            evaluation.Read(value.RawText);
            return Digest(Encoding.UTF8.GetBytes(value.RawText));
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            JsonText.WriteSorted(writer, value, ref evaluation);
        }

        return Digest(buffer.WrittenSpan);
    }

    private static ExpressionValue Digest(ReadOnlySpan<byte> bytes) =>
        ExpressionValue.Of(Convert.ToHexStringLower(SHA256.HashData(bytes)));
}
