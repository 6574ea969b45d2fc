namespace Axle.Workflows.Definition.Source;

/// <summary>The text of a file, and where its lines begin.</summary>
internal sealed class SourceText(string fileName, string text)
{
    private List<int>? _lineStarts;

    /// <summary>Name of the file as faults show it.</summary>
    public string FileName { get; } = fileName;

    /// <summary>The whole text, without byte order mark.</summary>
    public string Text { get; } = text;

    /// <summary>Line and column of an offset, both from 1; columns count UTF-16 units, as editors do.</summary>
    public (int Line, int Column) Position(int offset)
    {
        offset = Math.Clamp(offset, 0, Text.Length);
        var starts = _lineStarts ??= FindLines(Text);
        var index = starts.BinarySearch(offset);
        var line = index >= 0 ? index : ~index - 1;
        return (line + 1, offset - starts[line] + 1);
    }

    /// <summary>Offset of the first character of a line, counted from 1.</summary>
    public int LineStart(int line) => (_lineStarts ??= FindLines(Text))[line - 1];

    private static List<int> FindLines(string text)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
                starts.Add(i + 1);
        }

        return starts;
    }
}
