using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Axle.House.Tests.Repository;

/// <summary>A text file of the repository.</summary>
/// <param name="path">From the root, with slashes.</param>
/// <param name="text">What it holds.</param>
internal sealed class RepositoryFile(string path, string text)
{
    private readonly Lazy<SyntaxNode> _syntax = new(() => CSharpSyntaxTree.ParseText(text).GetRoot());

    public string Path { get; } = path;

    public string Text { get; } = text;

    public string[] Lines { get; } = text.Split('\n');

    /// <summary>The parsed C#.</summary>
    public SyntaxNode Syntax => _syntax.Value;

    /// <summary>The folders that lead to the file, without its name.</summary>
    public string[] Folders => Path.Split('/')[..^1];

    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    public bool IsMarkdown => Path.EndsWith(".md", StringComparison.Ordinal);

    /// <summary>Whether it is the project's own code or prose, and not something that tests feed to it.</summary>
    public bool IsOurs => !Folders.Contains("Fixtures");

    /// <summary>Where a position of the text is, as an editor shows it.</summary>
    public string At(int position) => $"{Path}({Text.AsSpan(0, position).Count('\n') + 1})";

    /// <summary>Where a node of the syntax is, as an editor shows it.</summary>
    public string At(SyntaxNode node) => At(node.SpanStart);
}
