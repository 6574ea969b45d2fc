using System.Text.RegularExpressions;
using Axle.House.Tests.Repository;

namespace Axle.House.Tests.Documents;

/// <summary>What the pages speak of exists, and what exists is spoken of.</summary>
public sealed partial class PageTests
{
    private static readonly RepositoryFile[] Pages =
        [.. Checkout.Files.Where(static f => f.IsMarkdown && (f.Path is "README.md" or "CONTRIBUTING.md" || f.Folders.FirstOrDefault() == "docs"))];

    private static readonly string[] Workflows =
        [.. Checkout.Files.Where(static f => f.Path.StartsWith("library/workflows/", StringComparison.Ordinal)).Select(static f => Path.GetFileName(f.Path))];

    [Fact]
    public void Workflow_files_that_pages_name_exist() =>
        Rule.Holds(
            "A page that names library/workflows/NAME.yaml means a file that exists.",
            Pages.SelectMany(static p => WorkflowFile().Matches(p.Text)
                .Where(static m => !Workflows.Contains(m.Groups["name"].Value))
                .Select(m => $"{p.At(m.Index)}: {m.Value}")));

    [Fact]
    public void Every_workflow_of_the_library_is_on_a_page() =>
        Rule.Holds(
            "Every workflow of the library is named on a page, README.md or one under docs, or nobody finds it.",
            Workflows.Where(static w => !Pages.Any(p => p.Text.Contains(Path.GetFileNameWithoutExtension(w), StringComparison.Ordinal))));

    [Fact]
    public void Decisions_are_numbered_without_gaps()
    {
        var numbers = Checkout.Files
            .Where(static f => f.Path.StartsWith("docs/decisions/", StringComparison.Ordinal) && char.IsDigit(Path.GetFileName(f.Path)[0]))
            .Select(static f => Path.GetFileName(f.Path)[..4])
            .ToArray();
        numbers.ShouldBe(Enumerable.Range(1, numbers.Length).Select(static n => $"{n:0000}"), "Decisions count up from 0001: no number twice, none left out.");
    }

    [GeneratedRegex(@"library/workflows/(?<name>[\w.-]+\.(yaml|yml|json))", RegexOptions.NonBacktracking)]
    private static partial Regex WorkflowFile();
}
