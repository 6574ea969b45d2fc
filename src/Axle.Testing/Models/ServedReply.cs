using System.Collections.Immutable;
using System.Text.Json;
using Axle.Testing.Models.Faults;

namespace Axle.Testing.Models;

/// <summary>What the <see cref="ModelServer"/> gives for one request. It is written in the words of the protocol that was asked in.</summary>
public abstract record ServedReply
{
    /// <summary>What goes wrong on the way; null for nothing.</summary>
    public ServedFault? Fault { get; init; }

    /// <summary>An answer of text.</summary>
    public static ServedAnswer Text(string text) => new([new TextPart(text)]);

    /// <summary>An answer that is JSON.</summary>
    public static ServedAnswer Json(object value) => Text(JsonSerializer.Serialize(value));

    /// <summary>An answer that calls one tool.</summary>
    /// <param name="name">The tool.</param>
    /// <param name="arguments">Its arguments; anything that serialises to a JSON object.</param>
    /// <param name="id">The call's id.</param>
    public static ServedAnswer ToolCall(string name, object arguments, string id = "call_1") =>
        new([new ToolCallPart(name, JsonSerializer.SerializeToElement(arguments), id)]);

    /// <summary>Thoughts, and then an answer.</summary>
    public static ServedAnswer Thinking(string thought, string text) =>
        new([new ThinkingPart(thought), new TextPart(text)]) { Usage = new ServedUsage { Reasoning = 6 } };

    /// <summary>A text and a picture: Gemini's way, and OpenRouter's in chat completions. Other protocols leave the picture out.</summary>
    /// <param name="text">What is said with it.</param>
    /// <param name="picture">Its bytes.</param>
    /// <param name="mediaType">Its type, for example <c>image/png</c>.</param>
    public static ServedAnswer Picture(string text, ReadOnlyMemory<byte> picture, string mediaType = "image/png") =>
        new([new TextPart(text), new PicturePart(Convert.ToBase64String(picture.Span), mediaType)]);

    /// <summary>The model declines, in the way its provider tells it.</summary>
    public static ServedAnswer Refusal(string text = "I cannot help with that.") => new([new RefusalPart(text)]);

    /// <summary>An error.</summary>
    public static ServedError Error(ErrorCase @case, TimeSpan? retryAfter = null) => new(@case) { RetryAfter = retryAfter };
}

/// <summary>An answer of a model.</summary>
/// <param name="Parts">What it says and calls, in order; at least one.</param>
public sealed record ServedAnswer(ImmutableArray<AnswerPart> Parts) : ServedReply
{
    /// <summary>Why it ends; null takes what follows from the parts.</summary>
    public AnswerEnd? End { get; init; }

    /// <summary>What it consumed.</summary>
    public ServedUsage Usage { get; init; } = new();

    /// <summary>The model that it claims to be; null takes the one that was asked.</summary>
    public string? Model { get; init; }

    /// <summary>Characters of a piece of a stream, 1 or more.</summary>
    public int PieceLength { get; init; } = 16;

    internal AnswerEnd EndsWith => End ?? (Parts.Any(static p => p is RefusalPart) ? AnswerEnd.Refused
        : Parts.Any(static p => p is ToolCallPart) ? AnswerEnd.ToolCalls : AnswerEnd.Stop);

    internal IEnumerable<string> Pieces(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(PieceLength, text.Length - at);
            // A pair of surrogates is one character: it stays together.
            if (at + length < text.Length && char.IsHighSurrogate(text[at + length - 1]))
                length++;
            yield return text.Substring(at, length);
            at += length;
        }
    }
}

/// <summary>Why an answer ends.</summary>
public enum AnswerEnd
{
    /// <summary>It is complete.</summary>
    Stop = 0,

    /// <summary>It waits for tools.</summary>
    ToolCalls,

    /// <summary>It reached the most tokens that it may have.</summary>
    Length,

    /// <summary>The model declined, or a filter of the provider stopped it.</summary>
    Refused,
}

/// <summary>Part of an answer.</summary>
public abstract record AnswerPart;

/// <summary>Text.</summary>
public sealed record TextPart(string Text) : AnswerPart;

/// <summary>A call of a tool.</summary>
public sealed record ToolCallPart(string Name, JsonElement Arguments, string Id) : AnswerPart;

/// <summary>Thoughts that the provider shows.</summary>
public sealed record ThinkingPart(string Text) : AnswerPart;

/// <summary>The model declines.</summary>
public sealed record RefusalPart(string Text) : AnswerPart;

/// <summary>A picture, in base64.</summary>
public sealed record PicturePart(string Data, string MediaType) : AnswerPart;

/// <summary>Tokens of an answer; the parts are included in the totals, as in <see cref="Axle.Models.ModelUsage"/>.</summary>
/// <param name="Input">All tokens sent.</param>
/// <param name="Output">All tokens received.</param>
public sealed record ServedUsage(long Input = 40, long Output = 12)
{
    /// <summary>Part of the input, read from the provider's cache.</summary>
    public long CacheRead { get; init; }

    /// <summary>Part of the input, written to the provider's cache; only Anthropic tells it.</summary>
    public long CacheWrite { get; init; }

    /// <summary>Part of the output, thoughts.</summary>
    public long Reasoning { get; init; }
}
