using System.Xml.Linq;
using Axle.Tools.BuiltIn.Documents;

namespace Axle.Tools.BuiltIn.Dependencies;

/// <summary>NuGet: project files, central versions and packages.config.</summary>
internal static class DotNetManifests
{
    public static ManifestContent? Project(string path, string text)
    {
        if (XmlLines.Read(text) is not { } root)
            return null;
        var content = new ManifestContent(path, "nuget")
        {
            Name = root.Named("PackageId").FirstOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(path),
            IsApplication = root.Named("OutputType").Any(e => e.Value.Trim() is "Exe" or "WinExe") ||
                root.Attribute("Sdk")?.Value.EndsWith(".Web", StringComparison.Ordinal) == true,
        };
        foreach (var reference in root.Named("PackageReference").Concat(root.Named("PackageVersion"))
            .Concat(root.Named("GlobalPackageReference")))
        {
            if ((reference.Attribute("Include") ?? reference.Attribute("Update"))?.Value is not { Length: > 0 } name)
                continue;
            var spec = (reference.Attribute("Version") ?? reference.Attribute("VersionOverride"))?.Value
                ?? reference.Child("Version")?.Value;
            var scope = (reference.Attribute("PrivateAssets")?.Value ?? reference.Child("PrivateAssets")?.Value) is "all" or "All"
                ? "build" : "runtime";
            content.Add(name, spec, scope, reference.Line());
            if (spec?.Contains('*', StringComparison.Ordinal) == true)
                content.Report(DependencyRules.Unpinned, reference.Line(), $"'{name}' has the floating version {spec}.");
        }

        Licence(content, root);
        return content;
    }

    public static ManifestContent? PackagesConfig(string path, string text)
    {
        if (XmlLines.Read(text) is not { } root)
            return null;
        var content = new ManifestContent(path, "nuget") { VersionsElsewhere = true };
        foreach (var package in root.Named("package"))
        {
            if (package.Attribute("id")?.Value is { Length: > 0 } id)
                content.Add(id, package.Attribute("version")?.Value, package.Attribute("developmentDependency")?.Value is "true" ? "dev"
                    : "runtime", package.Line());
        }

        return content;
    }

    private static void Licence(ManifestContent content, XElement root)
    {
        var packed = root.Named("PackageId").FirstOrDefault()
            ?? root.Named("GeneratePackageOnBuild").FirstOrDefault(e => e.Value.Trim() is "true");
        if (packed is not null && content.File.EndsWith("proj", StringComparison.Ordinal) &&
            !root.Named("PackageLicenseExpression").Any() && !root.Named("PackageLicenseFile").Any())
        {
            content.Report(DependencyRules.NoLicence, packed.Line(),
                $"'{content.Name}' is packed but names no licence (PackageLicenseExpression) in its project file.", confidence: 0.6);
        }
    }
}
