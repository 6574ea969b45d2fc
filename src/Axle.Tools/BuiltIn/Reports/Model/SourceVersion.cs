namespace Axle.Tools.BuiltIn.Reports.Model;

/// <summary>Which version of which repository was reviewed.</summary>
/// <param name="Commit">Full commit id, 40 or 64 hex digits; null when unknown.</param>
/// <param name="Branch">Branch name; null when detached or unknown.</param>
/// <param name="Repository">Address of the repository over https, without user name or password; null when it has none.</param>
public sealed record SourceVersion(string? Commit, string? Branch, string? Repository)
{
    /// <summary>First 10 digits of the commit; null when unknown.</summary>
    public string? ShortCommit => Commit is { Length: > 10 } ? Commit[..10] : Commit;
}
