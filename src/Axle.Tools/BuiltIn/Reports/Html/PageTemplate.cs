using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Axle.Tools.BuiltIn.Reports.Html;

/// <summary>The page's frame, style and script: the embedded files <c>report.html</c>, <c>report.css</c> and <c>report.js</c>.</summary>
internal static partial class PageTemplate
{
    private static readonly Lazy<string> Page = new(static () => Resource("report.html"));
    private static readonly Lazy<string> Style = new(static () => Resource("report.css"));
    private static readonly Lazy<string> Script = new(static () => Resource("report.js"));

    /// <summary>Puts the parts in their places, in one pass, so that a part's text is never read as a place.</summary>
    public static string Fill(IReadOnlyDictionary<string, Fragment> parts) => Place().Replace(Page.Value, match => match.Groups[1].Value switch
    {
        "style" => Style.Value,
        "script" => Script.Value,
        "scriptHash" => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script.Value))),
        var name => parts[name].Markup,
    });

    [GeneratedRegex(@"\{\{([a-zA-Z]+)\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Place();

    private static string Resource(string name)
    {
        using var stream = typeof(PageTemplate).Assembly.GetManifestResourceStream(typeof(PageTemplate), name)
            ?? throw new AxleException(ErrorKind.Internal, $"The report's file '{name}' is missing from the assembly; embed it in Axle.Tools.csproj.");
        using var reader = new StreamReader(stream, Encoding.UTF8);

        // The hash in the page's policy is taken over what a browser reads: line ends are line feeds there.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
