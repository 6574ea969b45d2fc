using System.Globalization;
using System.Text.RegularExpressions;
using Axle.House.Tests.Repository;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Axle.House.Tests.Documents;

/// <summary>Error codes and their pages are the same set.</summary>
public sealed partial class ErrorPageTests
{
    private static readonly HashSet<string> Codes =
        [.. Checkout.CSharp.Where(static f => f.Folders[0] == "src").Where(MayHaveCodes).SelectMany(CodesIn)];

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

    [Fact]
    public void Codes_are_found_in_literals_and_in_the_enumeration_and_not_in_comments() =>
        CodesIn(new RepositoryFile(
            "src/Axle.Workflows/Definition/Faults/FaultCode.cs",
            "/// <summary>Like AXL0003.</summary>\nenum FaultCode { A = 1, B = 22 } class C { string D = \"[AXL0333]\"; }"))
            .ShouldBe(["AXL0001", "AXL0022", "AXL0333"], ignoreOrder: true);

    private static bool MayHaveCodes(RepositoryFile file) =>
        file.Text.Contains("AXL", StringComparison.Ordinal) || file.Text.Contains("enum FaultCode", StringComparison.Ordinal);

    /// <summary>Codes are numbers of the enumeration FaultCode, or stand in a string.</summary>
    private static IEnumerable<string> CodesIn(RepositoryFile file)
    {
        var numbers = file.Syntax.DescendantNodes().OfType<EnumDeclarationSyntax>()
            .Where(static e => e.Identifier.Text == "FaultCode")
            .SelectMany(static e => e.Members)
            .Select(static m => int.Parse(m.EqualsValue!.Value.ToString(), CultureInfo.InvariantCulture))
            .Select(static n => string.Create(CultureInfo.InvariantCulture, $"AXL{n:D4}"));
        var literals = file.Syntax.DescendantTokens()
            .Where(static t => t.IsKind(SyntaxKind.StringLiteralToken))
            .SelectMany(static t => Code().Matches(t.Text))
            .Select(static m => m.Value);
        return numbers.Concat(literals);
    }

    [GeneratedRegex(@"\bAXL\d{4}\b", RegexOptions.NonBacktracking)]
    private static partial Regex Code();

    [GeneratedRegex(@"^docs/errors/(?<code>AXL\d{4})\.md$", RegexOptions.NonBacktracking)]
    private static partial Regex Page();
}
