using Axle.Tools;
using Axle.Tools.BuiltIn.CSharp;
using Axle.Tools.BuiltIn.Dependencies;
using Axle.Tools.BuiltIn.Performance;
using Axle.Tools.BuiltIn.Reports;
using Axle.Tools.BuiltIn.Security;

namespace Axle;

/// <summary>The tools that every Axle host has.</summary>
public static class BuiltInTools
{
    /// <summary>Makes one of each.</summary>
    /// <param name="version">Axle's version, named in reports.</param>
    /// <param name="reportsRoot">Absolute directory for reports; null for <c>.axle/reports</c> in the run's workspace.</param>
    public static IReadOnlyList<ITool> Create(string version, string? reportsRoot) =>
    [
        new CSharpTool(),
        new ManifestsTool(),
        new ReportWriteTool(version, reportsRoot),
    ];
}
