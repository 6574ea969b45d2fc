using System.Text.RegularExpressions;
using Axle.House.Tests.Repository;

namespace Axle.House.Tests.Documents;

/// <summary>Error codes and their pages are the same set.</summary>
public sealed partial class ErrorPageTests
{
    private static readonly HashSet<string> Codes =
        [.. Checkout.CSharp.Where(static f => f.Folders[0] == "src").SelectMany(static f => Code().Matches(f.Text)).Select(static m => m.Value)];

    private static readonly HashSet<string> Pages =
        [.. Checkout.Files.Select(static f => Page().Match(f.Path)).Where(static m => m.Success).Select(static m => m.Groups["code"].Value)];

    [Fact]
    public void Every_code_has_its_page() =>
        Rule.Holds("An error code has a page docs/errors/AXLnnnn.md: what it means, why it happens, how to mend it.", Codes.Except(Pages).Order());

    [Fact]
    public void Every_page_has_its_code() =>
        Rule.Holds("A page of docs/errors belongs to a code that src uses; codes never move, so a page without one is a slip.", Pages.Except(Codes).Order());

    [Fact]
    public void Every_page_begins_with_its_code() =>
        Rule.Holds(
            "A page of docs/errors begins with a heading that starts with its code.",
            Checkout.Files
                .Where(static f => Page().IsMatch(f.Path))
                .Where(static f => !f.Lines[0].StartsWith($"# {Path.GetFileNameWithoutExtension(f.Path)}", StringComparison.Ordinal))
                .Select(static f => f.Path));

    [GeneratedRegex(@"\bAXL\d{4}\b", RegexOptions.NonBacktracking)]
    private static partial Regex Code();

    [GeneratedRegex(@"^docs/errors/(?<code>AXL\d{4})\.md$", RegexOptions.NonBacktracking)]
    private static partial Regex Page();
}
