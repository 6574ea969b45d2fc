using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Dependencies;

/// <summary>The rules of <c>dependencies.manifests</c> and their words.</summary>
internal static class DependencyRules
{
    public static readonly Rule Unpinned = new("dep.unpinned", Severity.Medium, 0.95,
        "Any future release is accepted, also one that breaks or was taken over.",
        "State a version or a range with an upper bound, and commit a lock file.");

    public static readonly Rule UrlSource = new("dep.url-source", Severity.Medium, 0.95,
        "What is behind the address can change without a new version, and no registry checks it.",
        "Use a released version from the registry, or pin a commit hash.");

    public static readonly Rule PlainHttp = new("dep.plain-http", Severity.High, 0.95,
        "Whoever sits on the network can replace the package on its way.",
        "Use https.");

    public static readonly Rule Conflict = new("dep.version-conflict", Severity.Low, 0.9,
        "Parts of one product are built against different versions of the same package.",
        "Agree on one version, in one place if the ecosystem has one (Directory.Packages.props, workspaces, BOM).");

    public static readonly Rule MissingLock = new("dep.missing-lock-file", Severity.Medium, 0.8,
        "Two builds of the same commit can get different packages.",
        "Create the lock file and commit it.");

    public static readonly Rule InstallScript = new("dep.install-script", Severity.Low, 0.9,
        "It runs on every machine that installs the package, with that user's rights.",
        "Drop it if it can be avoided; otherwise keep it small and without downloads.");

    public static readonly Rule Superseded = new("dep.superseded", Severity.Low, 0.95,
        "The package is no longer developed under this name.",
        "Move to the successor that its page in the registry names.");

    public static readonly Rule NoLicence = new("dep.no-licence", Severity.Info, 0.85,
        "Users cannot know whether they may use it.",
        "Add the licence field.");

    public static readonly Rule NoEngines = new("dep.no-engines", Severity.Info, 0.8,
        "Nothing tells which runtime versions the package works with.",
        "Add the range that is tested in CI.");

    public static readonly Rule SecondIndex = new("dep.extra-index", Severity.Medium, 0.8,
        "pip takes the highest version of a name from any index, so a public package can take the place of a private one.",
        "Use one index that proxies the others, or pin with hashes.");
}
