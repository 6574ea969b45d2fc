using Axle.Tools.BuiltIn.Review;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Security;

/// <summary>Collects the findings of one configuration file.</summary>
internal sealed class ConfigFindings(SourceFile file)
{
    public SourceFile File => file;

    public List<Finding> All { get; } = [];

    public void Add(Rule rule, int line, string message, Severity? severity = null, double? confidence = null) =>
        All.Add(rule.At(new Place(file.Path, line, line, file.Language?.Id), message, severity, confidence, file.Lowered()));
}
