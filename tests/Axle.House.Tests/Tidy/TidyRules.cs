using System.Text.RegularExpressions;
using Axle.House.Tests.Repository;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Axle.House.Tests.Tidy;

/// <summary>The rules that hold for every file: each takes a file and yields its faults.</summary>
internal static partial class TidyRules
{
    public const int MaxLines = 400;
    public const int MaxColumns = 160;

    private static readonly string[] BannedEndings = ["Manager", "Helper", "Helpers", "Util", "Utils", "Impl", "Base"];

    public static IEnumerable<string> LongFile(RepositoryFile file)
    {
        var lines = file.Text.TrimEnd('\n').Count('\n') + 1;
        return lines > MaxLines ? [$"{file.Path}: {lines} lines"] : [];
    }

    /// <summary>Lines with too much code. The text of string literals does not count: word lists and templates read best unbroken.</summary>
    public static IEnumerable<string> LongLines(RepositoryFile file)
    {
        var start = 0;
        foreach (var (index, line) in file.Lines.Index())
        {
            if (line.Length > MaxColumns && line.Length - TextWithin(file, start, line.Length) is > MaxColumns and var columns)
                yield return $"{file.Path}({index + 1}): {columns} columns";
            start += line.Length + 1;
        }
    }

    public static IEnumerable<string> BannedNames(RepositoryFile file) =>
        file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
            .Where(static t => BannedEndings.Any(e => t.Identifier.Text.EndsWith(e, StringComparison.Ordinal)))
            .Select(t => $"{file.At(t)}: {t.Identifier.Text}");

    /// <summary>Notes to self, in comments of C# and of files whose comments begin with #.</summary>
    public static IEnumerable<string> Unfinished(RepositoryFile file)
    {
        if (!file.IsCSharp)
        {
            return file.Lines.Index()
                .Where(static l => l.Item.IndexOf('#', StringComparison.Ordinal) is >= 0 and var hash && Note().IsMatch(l.Item[hash..]))
                .Select(l => $"{file.Path}({l.Index + 1}): {l.Item.Trim()}");
        }

        var notes = file.Syntax.DescendantTrivia(descendIntoTrivia: false)
            .Where(static t => IsComment(t) && Note().IsMatch(t.ToFullString()))
            .Select(t => $"{file.At(t.SpanStart)}: {Note().Match(t.ToFullString()).Value}");
        var stubs = file.Syntax.DescendantNodes().OfType<ObjectCreationExpressionSyntax>()
            .Where(static n => n.Type.ToString().EndsWith("NotImplementedException", StringComparison.Ordinal))
            .Select(n => $"{file.At(n)}: {n}");
        return notes.Concat(stubs);
    }

    /// <summary>Paths that exist on one machine only.</summary>
    public static IEnumerable<string> MachinePaths(RepositoryFile file) =>
        MachinePath().Matches(file.Text).Select(m => $"{file.At(m.Index)}: {m.Value}");

    public static IEnumerable<string> CarriageReturns(RepositoryFile file) =>
        file.Text.Contains('\r', StringComparison.Ordinal) ? [file.At(file.Text.IndexOf('\r', StringComparison.Ordinal))] : [];

    /// <summary>Warnings that are switched off without a comment on the line, or above it and others of its kind.</summary>
    public static IEnumerable<string> SilencedWithoutReason(RepositoryFile file)
    {
        var silencing = SilencingIn(file);
        var explained = false;
        foreach (var (index, line) in file.Lines.Index())
        {
            if (silencing?.IsMatch(line) != true)
                explained = HasComment(line);
            else if (!explained && !HasComment(line))
                yield return $"{file.Path}({index + 1}): {line.Trim()}";
        }
    }

    private static Regex? SilencingIn(RepositoryFile file) => Path.GetExtension(file.Path) switch
    {
        ".cs" => SilencedInCode(),
        ".csproj" or ".props" or ".targets" => SilencedInProject(),
        ".editorconfig" => SilencedInStyle(),
        _ => null,
    };

    private static int TextWithin(RepositoryFile file, int start, int length) =>
        file.Syntax.DescendantTokens(new TextSpan(start, length))
            .Where(static t => t.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.Utf8StringLiteralToken
                or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken)
            .Sum(t => t.Span.Overlap(new TextSpan(start, length))?.Length ?? 0);

    private static bool IsComment(SyntaxTrivia trivia) =>
        trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia;

    private static bool HasComment(string line) =>
        line.Contains("//", StringComparison.Ordinal) || line.Contains("-->", StringComparison.Ordinal)
        || line.TrimStart().StartsWith("# ", StringComparison.Ordinal) || Justification().IsMatch(line);

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b", RegexOptions.NonBacktracking)]
    private static partial Regex Note();

    [GeneratedRegex(
        @"(^|[\s""'`(=:>])(/(work|root)/|/tmp/(wt|scratch)\b|/home/[a-z]|/Users/[a-z]|[A-Z]:\\Users\\)",
        RegexOptions.NonBacktracking | RegexOptions.Multiline)]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"^\s*#pragma warning disable|^\s*\[[\w:, ]*SuppressMessage\(", RegexOptions.NonBacktracking)]
    private static partial Regex SilencedInCode();

    [GeneratedRegex(@"<(NoWarn|WarningsNotAsErrors|MSBuildWarningsNotAsErrors)>", RegexOptions.NonBacktracking)]
    private static partial Regex SilencedInProject();

    [GeneratedRegex(@"severity\s*=\s*none", RegexOptions.NonBacktracking)]
    private static partial Regex SilencedInStyle();

    [GeneratedRegex(@"Justification\s*=\s*""[^""]{10,}""", RegexOptions.NonBacktracking)]
    private static partial Regex Justification();
}
