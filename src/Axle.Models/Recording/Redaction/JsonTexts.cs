using System.Text.Json;

namespace Axle.Models.Recording.Redaction;

/// <summary>A string of a JSON text, not the name of a field.</summary>
/// <param name="Start">Where its first quote stands.</param>
/// <param name="Length">How long it is, with its quotes.</param>
/// <param name="Path">Where it stands in the document: names and places, with the <c>index</c> of the objects around it.</param>
/// <param name="Value">What it says.</param>
internal readonly record struct JsonText(int Start, int Length, string Path, string Value)
{
    /// <summary>
    /// Whether streams send it piece by piece: all of what is under <c>delta</c>, and texts. Pieces of one path belong together.
    /// </summary>
    public bool IsPiece => Path.Contains(".delta", StringComparison.Ordinal) || Path.EndsWith(".text", StringComparison.Ordinal);
}

/// <summary>Finds the strings of a JSON text with their places, which the parsers of the platform do not tell in characters.</summary>
internal sealed class JsonTexts
{
    private readonly Stack<Level> _levels = new();

    /// <summary>The strings, in order.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="start">Where the JSON begins in it.</param>
    /// <param name="length">How long the JSON is; it must be valid, see <see cref="IsJson"/>.</param>
    public static List<JsonText> Read(string text, int start, int length)
    {
        var found = new List<JsonText>();
        new JsonTexts().Walk(text, start, start + length, found);
        return found;
    }

    /// <summary>Whether it is an object or an array of JSON.</summary>
    public static bool IsJson(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] is not ('{' or '['))
            return false;
        try
        {
            using var document = JsonDocument.Parse(text.ToString(), new JsonDocumentOptions { MaxDepth = 256 });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void Walk(string text, int at, int end, List<JsonText> found)
    {
        while (at < end)
        {
            switch (text[at])
            {
                case '{' or '[':
                    _levels.Push(new Level(Path(), text[at] == '['));
                    break;
                case '}' or ']':
                    _levels.Pop();
                    break;
                case ',' when _levels.Peek() is { IsList: true } list:
                    list.Place++;
                    break;
                case '"':
                    var length = LengthOfString(text, at);
                    TakeString(text, at, length, found);
                    at += length;
                    continue;
                case >= '0' and <= '9' when _levels.Peek() is { IsList: false } level && level.Name.EndsWith("index", StringComparison.Ordinal):
                    level.Index += text[at];
                    break;
            }

            at++;
        }
    }

    private void TakeString(string text, int at, int length, List<JsonText> found)
    {
        var value = Unescape(text.AsSpan(at, length));
        var after = at + length;
        while (after < text.Length && char.IsWhiteSpace(text[after]))
            after++;
        if (_levels.Peek() is { IsList: false } level && after < text.Length && text[after] == ':')
            level.Name = value;
        else
            found.Add(new JsonText(at, length, Path(), value));
    }

    private string Path() => _levels.TryPeek(out var level)
        ? level.IsList ? $"{level.Path}[{level.Place}]" : $"{level.Path}{level.Index}.{level.Name}"
        : "";

    private static int LengthOfString(string text, int start)
    {
        var at = start + 1;
        while (text[at] != '"')
            at += text[at] == '\\' ? 2 : 1;
        return at + 1 - start;
    }

    private static string Unescape(ReadOnlySpan<char> quoted) => quoted.Contains('\\')
        ? JsonSerializer.Deserialize<string>(quoted)!
        : quoted[1..^1].ToString();

    private sealed class Level(string path, bool isList)
    {
        public string Path => path;

        public bool IsList => isList;

        public int Place { get; set; }

        public string Name { get; set; } = "";

        public string Index { get; set; } = "";
    }
}
