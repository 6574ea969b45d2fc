using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Axle.Server.Tests.Mcp;

/// <summary>
/// The public conformance suite of MCP (npm <c>@modelcontextprotocol/conformance</c>) against Axle's server and Axle's client, with what each revision
/// requires. docs/mcp.md has the scores; a scenario that fails and is not listed here fails the build, and so does a listed one that passes.
/// </summary>
public sealed partial class Conformance_suite
{
    private static readonly string[] ServerFailures = [];
    private static readonly string[] ClientFailures = [];

    [Theory]
    [InlineData("2025-11-25", 30)]
    [InlineData("2026-07-28", 37)]
    public async Task Server_conforms(string revision, int scored)
    {
        McpPackages.Need();
        using var peer = Start("dotnet", [Peer, "serve"], input: true);
        try
        {
            var url = (await peer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull();
            var report = await SuiteAsync("server", "--url", url, "--requirements", revision);
            Failures(report).ShouldBe(ServerFailures, ignoreOrder: true, report);
            Passed(report).ShouldBeGreaterThanOrEqualTo(scored, report);
        }
        finally
        {
            peer.Kill(entireProcessTree: true);
        }
    }

    [Theory]
    [InlineData("2025-11-25", 18)]
    [InlineData("2026-07-28", 32)]
    public async Task Client_conforms(string revision, int scored)
    {
        McpPackages.Need();

        var report = await SuiteAsync("client", "--command", $"dotnet {Peer}", "--requirements", revision, "--timeout", "180000");

        Failures(report).ShouldBe(ClientFailures, ignoreOrder: true, report);
        Passed(report).ShouldBeGreaterThanOrEqualTo(scored, report);
    }

    private static string Peer => Path.Combine(AppContext.BaseDirectory.Replace("Axle.Server.Tests", "Axle.McpPeer", StringComparison.Ordinal), "Axle.McpPeer.dll");

    // What is not scored is listed a second time, below: extensions that Axle does not have, and scenarios younger than the revision.
    private static IEnumerable<string> Failures(string report)
    {
        var failed = FailedLine().Matches(report).Select(static match => match.Groups[1].Value).ToList();
        report.ShouldContain("SUMMARY ===", customMessage: report);
        return failed.GroupBy(static name => name).Where(static same => same.Count() == 1).Select(static same => same.Key);
    }

    private static int Passed(string report) => report.Split('\n').Count(static line => line.StartsWith("✓ ", StringComparison.Ordinal));

    private static async Task<string> SuiteAsync(params string[] arguments)
    {
        var results = Directory.CreateTempSubdirectory("axle-mcp-conformance-");
        try
        {
            using var suite = Start(
                McpPackages.Node,
                [McpPackages.Program("@modelcontextprotocol/conformance/dist/index.js"), .. arguments, "--output-dir", results.FullName], input: false);
            var output = suite.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = suite.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(TimeSpan.FromMinutes(8));
            try
            {
                await suite.WaitForExitAsync(patience.Token);
            }
            finally
            {
                if (!suite.HasExited)
                    suite.Kill(entireProcessTree: true);
            }

            return await output + await errors;
        }
        finally
        {
            results.Delete(recursive: true);
        }
    }

    private static Process Start(string program, string[] arguments, bool input)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = !input, RedirectStandardInput = input };
        return Process.Start(start)!;
    }

    [GeneratedRegex(@"^\s*✗ ([a-z0-9/-]+)", RegexOptions.Multiline, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex FailedLine();
}
