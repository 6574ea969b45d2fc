using Axle.Workflows.Definition.Faults;
using YamlDotNet.Core;

namespace Axle.Workflows.Definition.Source;

/// <summary>Turns an error of the YAML parser into a fault with a cure.</summary>
internal static class YamlErrors
{
    /// <summary>The fault, at the place where a person has to change something.</summary>
    public static UnreadableException Translate(YamlException error, SourceText source)
    {
        var offset = (int)Math.Clamp(error.Start.Index, 0, source.Text.Length);
        if (FindTab(source, offset) is { } tab && error.Message.Contains("tab", StringComparison.OrdinalIgnoreCase))
            return Syntax(tab, "a tab is used to indent; YAML allows only spaces.", "Replace it by spaces.");
        var line = LineAt(source, offset);
        var message = error.Message.TrimEnd('.');
        if (message.Contains("cannot start any token", StringComparison.Ordinal))
            return CannotStart(source, offset);
        if (message.Contains("quoted scalar", StringComparison.Ordinal) && Array.Exists(Unclosed, part => message.Contains(part, StringComparison.Ordinal)))
            return Syntax(offset, "a quoted text begins here and never ends, or its lines are not indented.", "Put the closing quote at its end.");
        if (line.Contains("${{", StringComparison.Ordinal))
        {
            return Syntax(
                offset, $"this line is not YAML: {Lower(message)}.",
                "Put the whole text with its '${{ … }}' in quotes; that is needed inside [ ] and { }, and when it has ': ' or ' #'.");
        }

        return Syntax(offset, $"the file is not YAML: {Lower(message)}.", Cure(message));
    }

    private static UnreadableException CannotStart(SourceText source, int offset)
    {
        var character = offset < source.Text.Length ? source.Text[offset] : ' ';
        return character == '\t'
            ? Syntax(offset, "a tab is used to indent; YAML allows only spaces.", "Replace it by spaces.")
            : Syntax(offset, $"a text without quotes cannot begin with '{character}'.", "Put the text in quotes.");
    }

    private static readonly string[] Unclosed = ["end of stream", "wrong indentation", "document indicator"];

    private static readonly (string Part, string Cure)[] Cures =
    [
        ("invalid mapping", "Put the text in quotes when it has ': ' in it; or check the indentation."),
        ("expected key", "Check the indentation: keys of one mapping begin in the same column."),
        ("simple key", "Write 'key: value'; a ':' is missing, or a text of several lines needs '|'."),
        ("expected ','", "Close every '[' and '{', and put ',' between values."),
        ("flow", "Close every '[' and '{', and put ',' between values."),
        ("indicator", "Check the indentation: the '-' of one list begin in the same column."),
        ("sequence", "Check the indentation: the '-' of one list begin in the same column."),
        ("escape", "Write '\\\\' for a backslash in double quotes, or use single quotes."),
        ("surrogate", "Write the character itself instead of '\\u…'."),
    ];

    private static string Cure(string message)
    {
        foreach (var (part, cure) in Cures)
        {
            if (message.Contains(part, StringComparison.Ordinal))
                return cure;
        }

        return "Compare this line and the one before with a file that works.";
    }

    private static int? FindTab(SourceText source, int offset)
    {
        for (var start = source.LineStart(source.Position(offset).Line); start < source.Text.Length;)
        {
            var line = source.Text.AsSpan(start);
            var length = line.IndexOf('\n');
            line = length < 0 ? line : line[..length];
            var tab = line.IndexOf('\t');
            if (tab >= 0 && line[..tab].IndexOfAnyExcept(' ', '-') < 0)
                return start + tab;
            start = length < 0 ? source.Text.Length : start + length + 1;
        }

        return null;
    }

    private static string LineAt(SourceText source, int offset)
    {
        var start = source.LineStart(source.Position(offset).Line);
        var end = source.Text.IndexOf('\n', start);
        return source.Text[start..(end < 0 ? source.Text.Length : end)];
    }

    private static string Lower(string message) => message.Length == 0 ? message : char.ToLowerInvariant(message[0]) + message[1..];

    private static UnreadableException Syntax(int offset, string problem, string cure) => new(FaultCode.Syntax, offset, problem, cure);
}
