using Axle.Tools.BuiltIn.Review;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.BuiltIn.Sources.Lexing;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Security;

/// <summary>Looks for secrets in one file, line by line: also in comments, because a secret in a comment is out as well.</summary>
internal static class SecretScan
{
    private const int MaxLine = 4_000;
    private const string Why = "Whoever can read the repository, now or later in its history, can use it (CWE-798).";
    private const string Remedy = "Revoke it, take the new one from the environment or a secret store, and remove it from the history.";

    private static readonly HashSet<string> HashFiles = new(StringComparer.OrdinalIgnoreCase) { "package-lock.json", "yarn.lock",
        "pnpm-lock.yaml", "composer.lock", "Cargo.lock", "go.sum", "poetry.lock", "Pipfile.lock", "uv.lock", "Gemfile.lock" };

    public static IEnumerable<Finding> Run(SourceFile file)
    {
        if (HashFiles.Contains(file.Name) || file.Language?.Id is "diff" or "csv" ||
            file.Path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase) || file.Path.EndsWith(".po", StringComparison.Ordinal))
            yield break;
        for (var number = 1; number <= file.LineCount; number++)
        {
            var line = file.Line(number);
            if (line.Length is < 12 or > MaxLine)
                continue;
            if (Look(file, line.ToString(), number) is { } finding)
                yield return finding;
        }
    }

    private static Finding? Look(SourceFile file, string line, int number)
    {
        foreach (var pattern in SecretPatterns.All)
        {
            if (!line.Contains(pattern.Hint, StringComparison.OrdinalIgnoreCase))
                continue;
            foreach (System.Text.RegularExpressions.Match match in pattern.Expression.Matches(line))
            {
                if (match.Groups["s"].Value is var secret && IsReal(pattern, secret, line) && IsKeyBlock(pattern, file, number))
                    return At(pattern, file, number, pattern.Id is "private-key"
                        ? $"A private key stands in the file ({secret.Trim('-').Replace("BEGIN ", "", StringComparison.Ordinal).ToLowerInvariant()})." : $"A {pattern.Name} stands in the text: {SecretText.Mask(secret)}.");
            }
        }

        return Assigned(file, line, number);
    }

    private static bool IsReal(SecretPattern pattern, string secret, string line) =>
        pattern.MinEntropy == 0 ||
            (!(pattern.Id is "url-password" or "connection-string" ? SecretText.IsPlaceholder(secret) : SecretText.IsStandIn(secret)) &&
            SecretText.Entropy(secret) >= pattern.MinEntropy &&
        !(pattern.Id is "url-password" && IsSampleAddress(line, secret)));

    private static bool IsSampleAddress(string line, string secret) =>
        secret is "pass" or "pw" or "pwd" or "secret" or "user" || line.Contains("@localhost", StringComparison.Ordinal) ||
            line.Contains("@127.0.0.1", StringComparison.Ordinal) || line.Contains("example.", StringComparison.Ordinal) ||
            line.Contains("@host", StringComparison.Ordinal) || line.Contains("@proxy", StringComparison.Ordinal) ||
            line.Contains("user:", StringComparison.OrdinalIgnoreCase) || line.Contains("username:", StringComparison.OrdinalIgnoreCase);

    /// <summary>A key's first line counts only where a body of base 64 follows: programs that handle keys name the line too.</summary>
    private static bool IsKeyBlock(SecretPattern pattern, SourceFile file, int number)
    {
        if (pattern.Id is not "private-key")
            return true;
        var at = file.Line(number).ToString();
        var rest = at[(at.IndexOf("KEY", StringComparison.Ordinal) + 3)..].Trim('-', '"', '\'', ' ', ',', '+', '\\', 'n');
        for (var next = number; next <= number + 4; next++)
        {
            var text = next == number ? rest : file.Line(next).ToString().Trim(' ', '\t', '"', '\'', '+', ',', '\\').TrimEnd('n', '\\');
            if (text.Length >= 40 && text.Count(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=') >= text.Length * 0.9 &&
                SecretText.Entropy(text[..40]) > 3.5)
                return true;
        }

        return false;
    }

    private static Finding? Assigned(SourceFile file, string line, int number)
    {
        // Prose and markup speak of passwords; only code and configuration set them.
        if (file.Language is null or { Id: "markdown" or "restructuredtext" or "text" or "html" or "latex" or "asciidoc" or "org" or "roff" or "css" })
            return null;
        var pattern = SecretPatterns.Assignment;
        var match = pattern.Expression.Match(line);
        if (!match.Success)
            return null;
        var (name, value) = (match.Groups["n"].Value, match.Groups["s"].Value);
        if (SecretText.IsPlaceholder(value) || SecretText.IsOrdinary(value) || SecretText.IsAboutSecrets(name) ||
            SecretText.Entropy(value) < pattern.MinEntropy)
            return null;
        if (IsComment(file, line) || value.Contains(name, StringComparison.OrdinalIgnoreCase) ||
            IsInProse(file, line, number, match.Groups["s"].Index))
            return null;
        return At(pattern, file, number, $"'{name}' is set to a fixed value: {SecretText.Mask(value)}.",
            SecretText.Entropy(value) >= 3.6 && value.Length >= 16 ? 0.85 : null);
    }

    /// <summary>Whether a value in code stands in a comment or in a text of several lines, such as a docstring with an example.</summary>
    private static bool IsInProse(SourceFile file, string line, int number, int column)
    {
        if (!file.Language!.IsCode)
            return false;
        foreach (var token in file.Tokens)
        {
            if (token.Line > number)
                return false;
            var text = token.In(file.Text);
            if (token.Kind is TokenKind.Comment or TokenKind.Text && token.Line <= number && token.Line + text.Count('\n') >= number &&
                (text.Contains('\n') || token.Column <= column + 1))
                return token.Kind is TokenKind.Comment || !line.Contains('<', StringComparison.Ordinal);
            if (token.Kind is TokenKind.Literal && text.Contains('\n') && token.Line + text.Count('\n') >= number)
                return true;
        }

        return false;
    }

    private static bool IsComment(SourceFile file, string line) =>
        file.Language!.Comments.Any(c => line.AsSpan().TrimStart().StartsWith(c.Open, StringComparison.Ordinal)) ||
            line.AsSpan().TrimStart().StartsWith("* ");

    private static bool IsDocument(SourceFile file) =>
        file.Language?.Id is "markdown" or "restructuredtext" or "text" or "asciidoc" or "html" || file.Name is "PKG-INFO" or "METADATA" ||
            file.Name.StartsWith("README", StringComparison.OrdinalIgnoreCase) ||
            file.Name.StartsWith("CHANGELOG", StringComparison.OrdinalIgnoreCase);

    private static Finding At(SecretPattern pattern, SourceFile file, int number, string message, double? confidence = null) =>
        new Rule($"sec.secret.{pattern.Id}", pattern.Severity, pattern.Confidence, Why,
            Remedy).At(new Place(file.Path, number, number, file.Language?.Id), message, confidence: confidence, lowered: file.Lowered()
            ?? (IsDocument(file) ? "the file is a document for readers" : null));
}
