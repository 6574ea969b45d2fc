namespace Axle.Tools.BuiltIn.Reports.Html;

/// <summary>Writes places in the code.</summary>
internal static class PlaceText
{
    /// <summary>A path as code that may wrap after each slash.</summary>
    public static Fragment Path(string file) => Fragment.Of($"<code>{Parts(file)}</code>");

    /// <summary>A path and a line as code that may wrap after each slash.</summary>
    public static Fragment Line(string file, int line) => Fragment.Of($"<code>{Parts(file)}<span class=\"ln\">:{line}</span></code>");

    private static Fragment Parts(string file) => Fragment.Join(
        file.Split('/').Select(static (part, i) => i == 0 ? Fragment.Of($"{part}") : Fragment.Of($"/<wbr>{part}")));
}
