using System.Text.RegularExpressions;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.BuiltIn.Sources.Lexing;

namespace Axle.Tools.BuiltIn.Docs;

/// <summary>Finds notes about work left over, in comments only.</summary>
internal static partial class MarkerScanner
{
    private const int Longest = 160;

    /// <summary>The markers of a file, in order.</summary>
    public static IEnumerable<MarkerFact> Of(SourceFile file)
    {
        foreach (var token in file.TokenArray)
        {
            if (token.Kind != TokenKind.Comment)
            {
                continue;
            }

            string comment = token.In(file.Text).ToString();
            foreach (Match match in Marker().Matches(comment))
            {
                int end = comment.IndexOf('\n', match.Groups[1].Index);
                string text = comment[match.Groups[1].Index..(end < 0 ? comment.Length : end)].Trim().TrimEnd('*', '/', '-', '>').Trim();
                yield return new MarkerFact(
                    file.Path, file.LineAt(token.Offset + match.Groups[1].Index), match.Groups[1].Value, text.Length > Longest
                        ? text[..(Longest - 3)] + "..." : text, null);
            }
        }
    }

    // Upper case, at the start of a comment line or followed by a colon or a name: prose about such markers does not count.
    [GeneratedRegex(@"(?:^|\n)[\s/*#;%!<>\-""']*(TODO|FIXME|XXX|HACK|BUG)\b[\s:(\-.,]", RegexOptions.NonBacktracking)]
    private static partial Regex Marker();
}
