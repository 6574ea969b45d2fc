using Axle.Tools.BuiltIn.Reports.Model;
using Axle.Tools.BuiltIn.Reports.Sarif;

namespace Axle.Tools.BuiltIn.Reports;

/// <summary>Where a place in the code can be opened: on the code host when the commit is known there, else beside the report.</summary>
/// <param name="source">The reviewed version; null outside of git.</param>
/// <param name="sourceRoot">Relative address from the report to the reviewed directory, ending in a slash; null when they are apart.</param>
internal sealed class SourceLinks(SourceVersion? source, string? sourceRoot)
{
    /// <summary>Address on the code host that always shows this version; null when the host or the commit is not known.</summary>
    public string? Permanent(string file, int line) =>
        PermanentRoot is { } root ? $"{root}{SarifResult.RelativeUri(file)}#L{line}" : null;

    /// <summary>Address next to the report when there is one, else on the code host, else null.</summary>
    public string? Beside(string file, int line) =>
        sourceRoot is null ? Permanent(file, line) : $"{sourceRoot}{SarifResult.RelativeUri(file)}#L{line}";

    /// <summary>What a file's permanent address starts with; null when there is none.</summary>
    public string? PermanentRoot { get; } = source is { Commit: { } commit, Repository: { } repository }
        && Uri.TryCreate(repository, UriKind.Absolute, out var uri)
        ? uri.Host switch
        {
            "github.com" => $"{repository}/blob/{commit}/",
            "gitlab.com" => $"{repository}/-/blob/{commit}/",
            "codeberg.org" => $"{repository}/src/commit/{commit}/",
            _ => null,
        }
        : null;
}
