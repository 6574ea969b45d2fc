namespace Axle.Tools.BuiltIn.Git;

/// <summary>What the git program said.</summary>
/// <param name="ExitCode">0 when it succeeded.</param>
/// <param name="Output">Standard output, up to the limit.</param>
/// <param name="Truncated">Whether there was more output than the limit.</param>
internal sealed record GitAnswer(int ExitCode, string Output, bool Truncated)
{
    /// <summary>Whether it did what was asked.</summary>
    public bool Succeeded => ExitCode == 0 || Truncated;
}
