using Axle.Tools.BuiltIn.Code.Duplication;
using Axle.Tools.BuiltIn.Code.Modules;
using Axle.Tools.BuiltIn.Code.Structure;
using Axle.Tools.BuiltIn.CSharp;
using Axle.Tools.BuiltIn.Delivery;
using Axle.Tools.BuiltIn.Dependencies;
using Axle.Tools.BuiltIn.Docs;
using Axle.Tools.BuiltIn.Files;
using Axle.Tools.BuiltIn.Git;
using Axle.Tools.BuiltIn.Performance;
using Axle.Tools.BuiltIn.Projects;
using Axle.Tools.BuiltIn.Reports;
using Axle.Tools.BuiltIn.Search;
using Axle.Tools.BuiltIn.Security;
using Axle.Tools.BuiltIn.Shell;
using Axle.Tools.BuiltIn.Tests;
using Axle.Tools.BuiltIn.Web;
using Axle.Tools.Contract;

namespace Axle;

/// <summary>The tools that every Axle host has.</summary>
public static class BuiltInTools
{
    /// <summary>Makes one of each.</summary>
    /// <param name="version">Axle's version, named in reports.</param>
    /// <param name="reportsRoot">Absolute directory for reports; null for <c>.axle/reports</c> in the run's workspace.</param>
    /// <param name="shell">Which programs may be started; null for none.</param>
    /// <param name="web">What may be fetched; null for <see cref="WebOptions.Default"/>.</param>
    public static IReadOnlyList<ITool> Create(string version, string? reportsRoot, ShellOptions? shell = null, WebOptions? web = null) =>
    [
        new FilesReadTool(),
        new FilesWriteTool(),
        new FilesEditTool(),
        new FilesListTool(),
        new FilesFindTool(),
        new FilesMoveTool(),
        new FilesDeleteTool(),
        new TextSearchTool(),
        new CodeSearchTool(),
        new CodeSymbolsTool(),
        .. GitTools.All(),
        new GitCommitTool(),
        new ShellRunTool(shell ?? ShellOptions.Default),
        new HttpFetchTool(web ?? WebOptions.Default),
        .. ProjectTools.All(ProjectOptions.FromEnvironment()),
        new StructureTool(),
        new DuplicationTool(),
        new ModulesTool(),
        new CSharpTool(),
        new CallsTool(),
        new ConfigTool(),
        new SecretsTool(),
        new PatternsTool(),
        new ManifestsTool(),
        new DocsTool(),
        new TestsTool(),
        new HotspotsTool(),
        new PlanTool(),
        new ReportWriteTool(version, reportsRoot),
    ];
}
