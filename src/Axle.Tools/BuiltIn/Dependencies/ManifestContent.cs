using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Dependencies;

/// <summary>What a reader of one manifest format found in one file.</summary>
internal sealed class ManifestContent(string file, string ecosystem)
{
    public string File => file;

    public string Ecosystem => ecosystem;

    public string? Name { get; set; }

    public bool IsApplication { get; set; }

    /// <summary>Whether versions are fixed elsewhere, so that a missing or loose version here is right.</summary>
    public bool VersionsElsewhere { get; set; }

    public List<Dependency> Dependencies { get; } = [];

    public List<Finding> Findings { get; } = [];

    public void Add(string name, string? spec, string scope, int line) =>
        Dependencies.Add(new Dependency(ecosystem, name, string.IsNullOrWhiteSpace(spec) ? null : spec.Trim(), scope, file, line));

    public void Report(Rule rule, int line, string message, Severity? severity = null, double? confidence = null) =>
        Findings.Add(rule.At(new Place(file, line, line, null), message, severity, confidence));
}
