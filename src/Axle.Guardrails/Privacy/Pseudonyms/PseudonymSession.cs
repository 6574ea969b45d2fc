using System.Text;
using Axle.Guardrails.Privacy.Detection;

namespace Axle.Guardrails.Privacy.Pseudonyms;

/// <summary>
/// The stand-ins of one conversation: <c>&lt;PERSON_1&gt;</c> for a person, the same each time the person is named. Whoever holds the session can
/// restore, so it is kept where the conversation is and nowhere else. Safe for use by many threads.
/// </summary>
public sealed class PseudonymSession
{
    /// <summary>Most values that one session keeps; texts with more are refused, not passed on.</summary>
    public const int MostValues = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Type, string Value), string> _byValue = [];
    private readonly Dictionary<string, string> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = [];

    /// <summary>How many values have a stand-in.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _byValue.Count;
        }
    }

    /// <summary>The text with stand-ins for what is personal.</summary>
    /// <param name="text">The text as it came.</param>
    /// <param name="spans">What is personal in it: in order, without overlap.</param>
    /// <exception cref="AxleException">The session is full.</exception>
    public string Replace(string text, IReadOnlyList<PersonalDataSpan> spans)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(spans);
        if (spans.Count == 0 && !text.AsSpan().ContainsAny(PseudonymName.Open, '&'))
            return text;
        var result = new StringBuilder(text.Length);
        lock (_gate)
        {
            var at = 0;
            foreach (var span in spans)
            {
                Copy(text, at, span.Start, result);
                result.Append(NameFor(span.Type, text[span.Start..span.End]));
                at = span.End;
            }

            Copy(text, at, text.Length, result);
        }

        return result.ToString();
    }

    /// <summary>The value behind a stand-in; null when there is none of that name.</summary>
    /// <param name="name">With its brackets: <c>&lt;PERSON_1&gt;</c>.</param>
    public string? ValueOf(string name)
    {
        lock (_gate)
            return _byName.GetValueOrDefault(name);
    }

    // What looks like a stand-in and came from outside gets one of its own: else a text could name people of the session by guessing.
    private void Copy(string whole, int start, int end, StringBuilder result)
    {
        var text = whole[start..end];
        for (var at = 0; at < text.Length;)
        {
            if (SpelledName.Next(text.AsSpan(at)) is not (>= 0 and var next))
            {
                result.Append(text, at, text.Length - at);
                return;
            }

            result.Append(text, at, next);
            at += next;
            var (length, name, _) = SpelledName.At(text, at, RestoredFor.Text);
            var taken = Math.Max(1, length);
            result.Append(name is null ? text.Substring(at, taken) : NameFor("TEXT", text.Substring(at, taken)));
            at += taken;
        }
    }

    private string NameFor(string type, string value)
    {
        if (_byValue.TryGetValue((type, value), out var known))
            return known;
        if (_byValue.Count >= MostValues)
            throw new AxleException(ErrorKind.Validation, $"A session keeps at most {MostValues} pseudonyms. Start a new session, or redact instead.");
        // Counted by what is seen of the type: two that are spelled alike must not share a name.
        var letters = PseudonymName.Letters(type);
        var number = _counts[letters] = _counts.GetValueOrDefault(letters) + 1;
        var name = PseudonymName.Of(letters, number);
        _byValue[(type, value)] = name;
        _byName[name] = value;
        return name;
    }
}
