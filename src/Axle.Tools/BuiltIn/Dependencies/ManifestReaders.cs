namespace Axle.Tools.BuiltIn.Dependencies;

/// <summary>Which file names are manifests and who reads them.</summary>
internal static class ManifestReaders
{
    /// <summary>Lock files by ecosystem; any of them covers the manifests in its directory and below.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> LockFiles = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["npm"] = ["package-lock.json", "yarn.lock", "pnpm-lock.yaml", "npm-shrinkwrap.json", "bun.lock", "bun.lockb", "deno.lock"],
        ["nuget"] = ["packages.lock.json"],
        ["pypi"] = ["poetry.lock", "Pipfile.lock", "uv.lock", "pdm.lock", "requirements.lock", "pylock.toml"],
        ["go"] = ["go.sum"],
        ["cargo"] = ["Cargo.lock"],
        ["rubygems"] = ["Gemfile.lock"],
        ["packagist"] = ["composer.lock"],
        ["pub"] = ["pubspec.lock"],
        ["hex"] = ["mix.lock"],
        ["swift"] = ["Package.resolved"],
        ["maven"] = ["gradle.lockfile"],
    };

    /// <summary>The reader for a file; null when its name is no manifest's.</summary>
    public static Func<string, string, ManifestContent?>? For(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name switch
        {
            "package.json" => NodeManifests.Package,
            "package-lock.json" or "npm-shrinkwrap.json" => NodeManifests.Lock,
            "Directory.Packages.props" or "Directory.Build.props" or "Directory.Build.targets" => DotNetManifests.Project,
            "packages.config" => DotNetManifests.PackagesConfig,
            "pom.xml" => JvmManifests.Pom,
            "build.gradle" or "build.gradle.kts" => JvmManifests.Gradle,
            "pyproject.toml" => PythonManifests.PyProject,
            "setup.cfg" => PythonManifests.SetupCfg,
            "Pipfile" => PythonManifests.Pipfile,
            "go.mod" => NativeManifests.GoMod,
            "Cargo.toml" => NativeManifests.Cargo,
            "Package.swift" => NativeManifests.SwiftPackage,
            "Gemfile" => ScriptManifests.Gemfile,
            "composer.json" => ScriptManifests.Composer,
            "pubspec.yaml" => ScriptManifests.Pubspec,
            "mix.exs" => ScriptManifests.Mix,
            "control" when path.EndsWith("debian/control", StringComparison.Ordinal) => ScriptManifests.DebianControl,
            _ when name.EndsWith("proj", StringComparison.Ordinal) &&
                (name.EndsWith(".csproj", StringComparison.Ordinal) || name.EndsWith(".fsproj", StringComparison.Ordinal) ||
                name.EndsWith(".vbproj", StringComparison.Ordinal)) => DotNetManifests.Project,
            _ when name.EndsWith(".txt", StringComparison.Ordinal) &&
                name.Contains("requirements", StringComparison.Ordinal) => PythonManifests.Requirements,
            _ => null,
        };
    }
}
