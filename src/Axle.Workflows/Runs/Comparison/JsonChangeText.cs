using System.Text.Json;

namespace Axle.Workflows.Runs.Comparison;

/// <summary>Writes the changes of a JSON value, one a line; what changed within a long text below its line.</summary>
internal sealed class JsonChangeText(TextWriter output, int width)
{
    /// <summary>Two texts of more characters together are written below each other.</summary>
    public const int LongField = 80;

    /// <summary>Lines of a text that are shown around what changed.</summary>
    private const int Context = 2;

    /// <summary>Lines of one text that are shown at most.</summary>
    private const int MostLines = 40;

    /// <summary>Characters of one changed line of words that are shown at most.</summary>
    private const int MostWords = 1_000;

    public static string Count(JsonDifference difference) => difference.Count == 1 ? "1 change" : $"{difference.Count} changes";

    public static string OneLine(string text, int longest)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= longest ? line : $"{line[..(longest - 1)]}…";
    }

    public void Write(string indent, JsonDifference difference)
    {
        foreach (var change in difference.Changes)
            Write(indent, change);
        if (difference.Count - difference.Changes.Length is > 0 and var more)
            output.WriteLine($"{indent}… and {more} more");
    }

    private void Write(string indent, JsonChange change)
    {
        var place = change.Place.Length == 0 ? "(all of it)" : change.Place;
        var room = Math.Max(20, width - indent.Length - place.Length - 8);
        switch (change)
        {
            case { Kind: ChangeKind.Added }:
                output.WriteLine($"{indent}+ {place}  {Shown(change.Right, room)}");
                break;
            case { Kind: ChangeKind.Removed }:
                output.WriteLine($"{indent}- {place}  {Shown(change.Left, room)}");
                break;
            case { Kind: ChangeKind.Moved }:
                output.WriteLine($"{indent}> {place}  was {change.LeftPointer}");
                break;
            case { Text: { } text }:
                output.WriteLine($"{indent}~ {place}{Moved(change)}");
                if (text.ByLines)
                    WriteLines($"{indent}    ", text);
                else
                    output.WriteLine($"{indent}    {Words(text)}");
                break;
            default:
                output.WriteLine($"{indent}~ {place}{Moved(change)}  {Shown(change.Left, room / 2)} → {Shown(change.Right, room / 2)}");
                break;
        }
    }

    private static string Moved(JsonChange change) => change.LeftPointer == change.RightPointer ? "" : $" (was {change.LeftPointer})";

    private static string Shown(JsonElement? value, int room) =>
        value is { } json ? OneLine(JsonSerializer.Serialize(json, PayloadJson.Options), room) : "";

    /// <summary>Removed words in <c>[-…-]</c>, added ones in <c>{+…+}</c>, as wdiff writes them; long parts in common are shortened.</summary>
    private static string Words(TextDifference text) => OneLine(string.Concat(text.Parts.Select(static p => p.Kind switch
    {
        ChangeKind.Removed => $"[-{p.Text}-]",
        ChangeKind.Added => $"{{+{p.Text}+}}",
        _ => p.Text.Length <= LongField ? p.Text : $"{p.Text[..(LongField / 2)]} … {p.Text[^(LongField / 2)..]}",
    })), MostWords);

    private void WriteLines(string indent, TextDifference text)
    {
        var left = MostLines;
        foreach (var (index, part) in text.Parts.Index())
        {
            foreach (var line in Lines(part, index == 0, index == text.Parts.Length - 1))
            {
                if (left-- == 0)
                {
                    output.WriteLine($"{indent}… more lines differ");
                    return;
                }

                output.WriteLine($"{indent}{line}");
            }
        }
    }

    private IEnumerable<string> Lines(TextPart part, bool first, bool last)
    {
        string[] lines = [.. part.Text.TrimEnd('\n').Split('\n')];
        var mark = part.Kind switch { ChangeKind.Removed => '-', ChangeKind.Added => '+', _ => ' ' };
        if (part.Kind is null)
        {
            var (before, after) = (first ? 0 : Context, last ? 0 : Context);
            if (lines.Length > before + after)
                lines = [.. lines[..before], "…", .. lines[(lines.Length - after)..]];
        }

        return lines.Select(l => $"{mark} {OneEnd(l)}".TrimEnd());
    }

    private string OneEnd(string line) => line.TrimEnd('\r') is var shown && shown.Length > width ? $"{shown[..(width - 1)]}…" : shown;
}
