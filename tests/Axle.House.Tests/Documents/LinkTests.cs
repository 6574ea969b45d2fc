using System.Text.RegularExpressions;
using Axle.House.Tests.Repository;

namespace Axle.House.Tests.Documents;

/// <summary>Links between the files of the repository lead somewhere.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Relative_links_resolve() =>
        Rule.Holds(
            "A relative link in a Markdown file names a file or folder that exists, seen from the folder of that file.",
            Checkout.Files.Where(static f => f.IsMarkdown && f.IsOurs).SelectMany(static f => BrokenLinks(f, Checkout.Has)));

    [Fact]
    public void A_link_to_nowhere_is_found_and_others_are_not()
    {
        var page = new RepositoryFile(
            "docs/a.md",
            "[here](b.md#part) [gone](../c.md) [out](https://example.org/x) ![image](<images/a b.png>)\n```\n[code](d.md)\n```\n`[code](e.md)`");
        BrokenLinks(page, static path => path == "docs/b.md").ShouldBe(["docs/a.md(1): ../c.md", "docs/a.md(1): images/a b.png"]);
    }

    private static IEnumerable<string> BrokenLinks(RepositoryFile file, Func<string, bool> exists)
    {
        // Code is blanked, not cut, so that line numbers stay.
        var prose = Code().Replace(file.Text, static m => Visible().Replace(m.Value, " "));
        foreach (Match match in Link().Matches(prose))
        {
            var target = match.Groups["target"].Value.Trim('<', '>').Split('#')[0];
            if (target.Length > 0 && !target.Contains(':', StringComparison.Ordinal) && !exists(Resolve(file, target)))
                yield return $"{file.At(match.Index)}: {target}";
        }
    }

    private static string Resolve(RepositoryFile file, string target)
    {
        var parts = target.StartsWith('/') ? new Stack<string>() : new Stack<string>(file.Folders);
        foreach (var part in Uri.UnescapeDataString(target).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
                parts.TryPop(out _);
            else if (part != ".")
                parts.Push(part);
        }

        return string.Join('/', parts.Reverse());
    }

    [GeneratedRegex(@"\]\((?<target><[^>\n]+>|[^()\s]+)(\s+""[^""\n]*"")?\)", RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex(@"^\s*```[\s\S]*?^\s*```|`[^`\n]+`", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"\S", RegexOptions.NonBacktracking)]
    private static partial Regex Visible();
}
