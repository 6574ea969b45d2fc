using System.Xml;
using System.Xml.Linq;

namespace Axle.Tools.BuiltIn.CSharp;

/// <summary>Facts of one C# project, with what it inherits from Directory.Build.props files above it.</summary>
/// <param name="File">Path of the project file, relative to the workspace; empty for loose files without one.</param>
/// <param name="TargetFrameworks">Monikers, for example <c>net10.0</c>.</param>
/// <param name="Nullable">Value of Nullable; <c>disable</c> when it is not set.</param>
/// <param name="WarningsAsErrors">Whether every warning is an error.</param>
/// <param name="ImplicitUsings">Whether the SDK's usings are added.</param>
/// <param name="AnalysisLevel">Level of the SDK's analysers; null when it is not set.</param>
/// <param name="Analyzers">Packages that bring analysers.</param>
/// <param name="IsTest">Whether it is a test project.</param>
public sealed record CSharpProject(
    string File,
    IReadOnlyList<string> TargetFrameworks,
    string Nullable,
    bool WarningsAsErrors,
    bool ImplicitUsings,
    string? AnalysisLevel,
    IReadOnlyList<string> Analyzers,
    bool IsTest)
{
    private static readonly string[] TestPackages = ["xunit", "nunit", "mstest", "Microsoft.NET.Test.Sdk", "TUnit"];

    /// <summary>Paths of the projects it refers to, relative to the workspace.</summary>
    internal IReadOnlyList<string> References { get; init; } = [];

    /// <summary>SDK of the project file, for example <c>Microsoft.NET.Sdk.Web</c>.</summary>
    internal string Sdk { get; init; } = "";

    /// <summary>Directory, relative to the workspace, without a trailing slash; empty for the workspace itself.</summary>
    internal string Directory => System.IO.Path.GetDirectoryName(File)?.Replace('\\', '/') ?? "";

    /// <summary>Reads a project file and the property files above it, up to the workspace.</summary>
    internal static CSharpProject Read(string workspace, string file)
    {
        var path = System.IO.Path.Combine(workspace, file);
        var documents = new List<XElement>();
        for (var directory = System.IO.Path.GetDirectoryName(path); directory is not null; directory = System.IO.Path.GetDirectoryName(directory))
        {
            if (Load(System.IO.Path.Combine(directory, "Directory.Build.props")) is { } shared)
                documents.Insert(0, shared);
            if (System.IO.Path.TrimEndingDirectorySeparator(directory) == System.IO.Path.TrimEndingDirectorySeparator(workspace))
                break;
        }

        var own = Load(path);
        if (own is not null)
            documents.Add(own);
        var frameworks = (Last(documents, "TargetFrameworks") ?? Last(documents, "TargetFramework")
            ?? Last(documents, "TargetFrameworkVersion") ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var packages = documents.SelectMany(d => Named(d, "PackageReference")).Select(p => p.Attribute("Include")?.Value).OfType<string>()
            .Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return new CSharpProject(
            file, frameworks, Last(documents, "Nullable") ?? "disable", IsTrue(documents, "TreatWarningsAsErrors"),
            IsTrue(documents, "ImplicitUsings"), Last(documents, "AnalysisLevel") ?? Last(documents, "AnalysisMode"),
            [.. packages
                .Where(p => p.Contains("Analyzer", StringComparison.OrdinalIgnoreCase) ||
                p.Contains("StyleCop", StringComparison.Ordinal))],
            IsTestName(file) || IsTrue(documents.TakeLast(1), "IsTestProject") ||
                (own is not null && Named(own, "PackageReference").Any(p => IsTestPackage(p.Attribute("Include")?.Value))))
        {
            Sdk = own?.Attribute("Sdk")?.Value ?? "",
            References = [.. (own is null ? [] : Named(own, "ProjectReference")).Select(r => r.Attribute("Include")?.Value).OfType<string>()
                .Select(r => Resolve(workspace, path, r))],
        };
    }

    private static bool IsTestName(string file) =>
        System.IO.Path.GetFileNameWithoutExtension(file) is { } name &&
            (name.EndsWith("Tests", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".Test", StringComparison.OrdinalIgnoreCase));

    private static bool IsTestPackage(string? package) =>
        package is not null && TestPackages.Any(t => package.StartsWith(t, StringComparison.OrdinalIgnoreCase));

    private static string Resolve(string workspace, string project, string reference) =>
        System.IO.Path.GetRelativePath(workspace,
            System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(project)!,
            reference.Replace('\\', '/')))).Replace('\\', '/');

    private static XElement? Load(string path)
    {
        try
        {
            if (!System.IO.File.Exists(path))
                return null;
            using var reader = XmlReader.Create(path,
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, MaxCharactersInDocument = 4 << 20 });
            return XElement.Load(reader);
        }
        catch (Exception fault) when (fault is XmlException or IOException or UnauthorizedAccessException)
        {
            // A project file that cannot be read gives no facts; its sources are still analysed.
            return null;
        }
    }

    private static IEnumerable<XElement> Named(XElement root, string name) => root.Descendants().Where(e => e.Name.LocalName == name);

    private static string? Last(IEnumerable<XElement> documents, string name) =>
        documents.SelectMany(d => Named(d, name)).LastOrDefault(e => e.Value.Length > 0)?.Value.Trim();

    private static bool IsTrue(IEnumerable<XElement> documents, string name) =>
        Last(documents, name) is { } value &&
            (value.Equals("true", StringComparison.OrdinalIgnoreCase) || value.Equals("enable", StringComparison.OrdinalIgnoreCase));
}
