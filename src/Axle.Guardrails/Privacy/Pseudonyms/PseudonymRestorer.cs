using System.Text;
using System.Text.Json;

namespace Axle.Guardrails.Privacy.Pseudonyms;

/// <summary>
/// Puts the values back into a stream, wherever it is cut. It holds back at most the length of a name and hands out everything else at once. What
/// comes out is for eyes that may see it: it is never cached, logged or given to a model.
/// </summary>
/// <param name="session">Whose stand-ins.</param>
/// <param name="form">How values are written where the text goes.</param>
public sealed class PseudonymRestorer(PseudonymSession session, RestoredFor form = RestoredFor.Text)
{
    private const string MarkdownSigns = "\\`*_{}[]()<>#+-!|~";

    private readonly StringBuilder _held = new();

    /// <summary>Restores a whole text.</summary>
    public static string Restore(string text, PseudonymSession session, RestoredFor form = RestoredFor.Text)
    {
        var restorer = new PseudonymRestorer(session, form);
        return restorer.Take(text) + restorer.End();
    }

    /// <summary>Takes the next piece of the stream.</summary>
    /// <returns>What can be shown now; may be empty.</returns>
    public string Take(ReadOnlySpan<char> piece)
    {
        _held.Append(piece);
        var text = _held.ToString();
        _held.Clear();
        var shown = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var open = NextOpen(text, at);
            if (open < 0)
            {
                shown.Append(text, at, text.Length - at);
                break;
            }

            shown.Append(text, at, open - at);
            var (length, name) = NameAt(text, open);
            if (length < 0)
            {
                _held.Append(text, open, text.Length - open);
                break;
            }

            if (name is not null && session.ValueOf(name) is { } value)
                Write(value, shown);
            else
                shown.Append(text, open, Math.Max(1, length));
            at = open + Math.Max(1, length);
        }

        return shown.ToString();
    }

    /// <summary>The stream has ended.</summary>
    /// <returns>What was held back.</returns>
    public string End()
    {
        var rest = _held.ToString();
        _held.Clear();
        return rest;
    }

    // Writers of JSON may escape the brackets, writers of Markdown bracket and underscore.
    private int NextOpen(string text, int at) => form switch
    {
        RestoredFor.Text => text.IndexOf(PseudonymName.Open, at),
        _ => text.AsSpan(at).IndexOfAny(PseudonymName.Open, '\\', '&') is >= 0 and var found ? at + found : -1,
    };

    private (int Length, string? Name) NameAt(string text, int open)
    {
        var plain = new StringBuilder(PseudonymName.MostCharacters);
        var at = open;
        while (at < text.Length)
        {
            var (c, taken) = CharacterAt(text, at);
            if (taken < 0)
                return (-1, null);
            plain.Append(c);
            at += taken;
            var length = PseudonymName.LengthAt(plain.ToString());
            if (length > 0)
                return (at - open, plain.ToString());
            // What was no name is left as it was, one written character at a time.
            if (length == 0)
                return (CharacterAt(text, open).Taken, null);
        }

        return (-1, null);
    }

    // The character that stands at a place, and how many characters write it; -1 when the text must go on to tell.
    private (char Character, int Taken) CharacterAt(string text, int at)
    {
        var c = text[at];
        if (form == RestoredFor.Json && c == '\\')
            return JsonEscape(text.AsSpan(at));
        if (form != RestoredFor.Markdown || c is not ('\\' or '&'))
            return (c, 1);
        if (c == '\\')
            return at + 1 >= text.Length ? (c, -1) : MarkdownSigns.Contains(text[at + 1], StringComparison.Ordinal) ? (text[at + 1], 2) : (c, 1);
        foreach (var (entity, meaning) in new[] { ("&lt;", '<'), ("&gt;", '>') })
        {
            var rest = text.AsSpan(at);
            if (rest.StartsWith(entity))
                return (meaning, entity.Length);
            if (entity.AsSpan().StartsWith(rest))
                return (c, -1);
        }

        return (c, 1);
    }

    private static (char Character, int Taken) JsonEscape(ReadOnlySpan<char> text)
    {
        if (text.Length < 2)
            return ('\\', -1);
        if (text[1] != 'u')
            return (text[1] is '"' or '\\' or '/' ? text[1] : '\n', 2);
        if (text.Length < 6)
            return ('\\', -1);
        return ushort.TryParse(text[2..6], System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code) ? ((char)code, 6) : ('\\', 1);
    }

    private void Write(string value, StringBuilder shown)
    {
        switch (form)
        {
            case RestoredFor.Json:
                shown.Append(JsonEncodedText.Encode(value, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString());
                break;
            case RestoredFor.Markdown:
                foreach (var c in value)
                {
                    if (MarkdownSigns.Contains(c, StringComparison.Ordinal))
                        shown.Append('\\');
                    shown.Append(c);
                }

                break;
            default:
                shown.Append(value);
                break;
        }
    }
}
