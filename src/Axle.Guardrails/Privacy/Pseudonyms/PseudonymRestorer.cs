using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Axle.Guardrails.Privacy.Pseudonyms;

/// <summary>
/// Puts the values back into a stream, wherever it is cut. It holds back at most the length of a name and hands out everything else at once. What
/// comes out is for eyes that may see it: it is never cached, logged or given to a model. A name that is spelled with Markdown's or HTML's escapes has its
/// value spelled with them.
/// </summary>
/// <param name="session">Whose stand-ins.</param>
/// <param name="form">How values are written where the text goes.</param>
public sealed class PseudonymRestorer(PseudonymSession session, RestoredFor form = RestoredFor.Text)
{
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
            var open = SpelledName.Next(text.AsSpan(at)) is >= 0 and var next ? at + next : -1;
            if (open < 0)
            {
                shown.Append(text, at, text.Length - at);
                break;
            }

            shown.Append(text, at, open - at);
            var (length, name, spelling) = SpelledName.At(text, open, form);
            if (length < 0)
            {
                _held.Append(text, open, text.Length - open);
                break;
            }

            if (name is not null && session.ValueOf(name) is { } value)
                Write(value, spelling, shown);
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

    private void Write(string value, Spelling spelling, StringBuilder shown)
    {
        if (form == RestoredFor.Json)
        {
            shown.Append(JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString());
        }
        else if (spelling == Spelling.Backslashes)
        {
            foreach (var c in value)
                shown.Append(SpelledName.IsMarkdown(c) ? "\\" : "").Append(c);
        }
        else
        {
            shown.Append(spelling == Spelling.Entities ? WebUtility.HtmlEncode(value) : value);
        }
    }
}
