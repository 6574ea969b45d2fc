using System.Diagnostics.CodeAnalysis;

namespace Axle;

/// <summary>
/// Names one run. 1 to 64 characters out of <c>a-z 0-9 - _</c>; sortable by creation time when made by <see cref="New"/>.
/// </summary>
public readonly record struct RunId
{
    private const int MaxLength = 64;
    private readonly string? _value;

    /// <summary>Wraps an existing id.</summary>
    /// <exception cref="FormatException">The text is empty, too long, or has a character that is not allowed.</exception>
    public RunId(string value) =>
        _value = IsWellFormed(value)
            ? value
            : throw new FormatException($"'{value}' is not a run id: use 1 to {MaxLength} characters out of a-z, 0-9, '-' and '_'.");

    /// <summary>The id as text; empty for the default value, which names no run.</summary>
    public string Value => _value ?? "";

    /// <summary>Makes an id that sorts by time: <c>run-</c>, 9 characters of time in base 32, 6 characters of <paramref name="entropy"/>.</summary>
    /// <param name="now">When the run is created; millisecond precision is kept.</param>
    /// <param name="entropy">Random bits that tell apart runs of the same millisecond; 30 bits are used.</param>
    public static RunId New(DateTimeOffset now, ulong entropy)
    {
        Span<char> text = stackalloc char[19];
        "run-".CopyTo(text);
        WriteBase32((ulong)now.ToUnixTimeMilliseconds(), text.Slice(4, 9));
        WriteBase32(entropy, text.Slice(13, 6));
        return new RunId(new string(text));
    }

    /// <summary>Reads an id without throwing.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out RunId id)
    {
        id = IsWellFormed(text) ? new RunId(text) : default;
        return id._value is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool IsWellFormed([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MaxLength } && text.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');

    private static void WriteBase32(ulong value, Span<char> target)
    {
        const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
        for (var i = target.Length - 1; i >= 0; i--, value >>= 5)
            target[i] = Alphabet[(int)(value & 31)];
    }
}
