namespace Axle.Workflows.Definition.Faults;

/// <summary>Text of a file as messages show it: short, on one line.</summary>
internal static class Shown
{
    private const int Longest = 60;

    /// <summary>The text without control characters, cut after 60 characters.</summary>
    public static string Text(string text)
    {
        var cut = text.Length <= Longest ? text : text[..(char.IsHighSurrogate(text[Longest - 2]) ? Longest - 2 : Longest - 1)] + "…";
        return cut.Any(char.IsControl) ? string.Concat(cut.Select(static c => char.IsControl(c) ? ' ' : c)) : cut;
    }

    /// <summary>Names in a row, at most ten: <c>a, b, c</c>.</summary>
    public static string List(IEnumerable<string> names)
    {
        var shown = names.Take(11).Select(Text).ToList();
        return shown.Count <= 10 ? string.Join(", ", shown) : string.Join(", ", shown.Take(10)) + ", …";
    }
}
