namespace Axle.Tools.BuiltIn.Projects;

/// <summary>Where a project's issues are.</summary>
/// <param name="Address">Base address of the GitHub API; ends in a slash.</param>
/// <param name="Repository"><c>owner/name</c> when a call names none; null for none.</param>
/// <param name="Token">Asked for the token at each call, so that a renewed one counts; null without one.</param>
public sealed record ProjectOptions(Uri Address, string? Repository, Func<string?> Token)
{
    /// <summary>What the environment says: GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN.</summary>
    public static ProjectOptions FromEnvironment() => new(
        new Uri((Environment.GetEnvironmentVariable("GITHUB_API_URL") is { Length: > 0 } address ? address.TrimEnd('/') : "https://api.github.com") + "/"),
        Environment.GetEnvironmentVariable("GITHUB_REPOSITORY"),
        static () => Environment.GetEnvironmentVariable("GITHUB_TOKEN"));
}
