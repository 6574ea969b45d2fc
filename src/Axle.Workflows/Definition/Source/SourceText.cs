namespace Axle.Workflows.Definition.Source;

/// <summary>The text of a file, and where its lines begin.</summary>
/// <param name="fileName">Name of the file as faults show it.</param>
/// <param name="text">The whole text, without byte order mark.</param>
/// <param name="code">The lines of C# that made the text, in the order of the text; null when the text is a file.</param>
internal sealed class SourceText(string fileName, string text, IReadOnlyList<CodePlace>? code = null)
{
    private List<int>? _lineStarts;

    /// <summary>Name of the file as faults show it.</summary>
    public string FileName { get; } = fileName;

    /// <summary>The whole text, without byte order mark.</summary>
    public string Text { get; } = text;

    /// <summary>Line and column of an offset, both from 1; columns count UTF-16 units, as editors do.</summary>
    public (int Line, int Column) Position(int offset)
    {
        if (code is not null)
            return (Made(offset).Line, 1);
        offset = Math.Clamp(offset, 0, Text.Length);
        var starts = _lineStarts ??= FindLines(Text);
        var index = starts.BinarySearch(offset);
        var line = index >= 0 ? index : ~index - 1;
        return (line + 1, offset - starts[line] + 1);
    }

    /// <summary>Name of the file in which an offset is: <see cref="FileName"/>, unless the text was made by several.</summary>
    public string FileAt(int offset) => code is null ? FileName : Made(offset).File;

    /// <summary>Offset of the first character of a line, counted from 1.</summary>
    public int LineStart(int line) => (_lineStarts ??= FindLines(Text))[line - 1];

    private CodePlace Made(int offset) => code!.LastOrDefault(place => place.Offset <= offset, code![0]);

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
