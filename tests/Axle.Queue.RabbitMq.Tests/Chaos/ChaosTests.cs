using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Axle.Queue.RabbitMq.Tests.Chaos;

/// <summary>The program behind bench/chaos, for a minute and with a seed that has every fault happen once.</summary>
public sealed class ChaosTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(8);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-chaos-result-");

    private string Result => Path.Combine(_folder.FullName, "result.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Nothing_is_lost_and_nothing_done_twice_while_everything_fails()
    {
        Assert.SkipWhen(PostgresServer.Shared.Missing is not null, PostgresServer.Shared.Missing ?? "");
        Assert.SkipWhen(RabbitServer.Shared.Missing is not null, RabbitServer.Shared.Missing ?? "");
        var said = await RunAsync("--minutes", "1", "--seed", "8", "--kill-every", "3", "--fault-every", "7", "--rate", "2", "--json", Result);
        var result = JsonNode.Parse(await File.ReadAllTextAsync(Result, TestContext.Current.CancellationToken))!;
        result["faults"]!.AsArray().ShouldBeEmpty(said);
        result["accepted"]!.GetValue<int>().ShouldBeGreaterThan(10, said);
        (result["completed"]!.GetValue<int>() + result["waitForAPerson"]!.GetValue<int>()).ShouldBe(result["accepted"]!.GetValue<int>(), said);
        result["failed"]!.AsObject().Select(static f => f.Key).ShouldBe(
            ["Kill", "Pause", "Cut", "CutFromDatabase", "CutFromBroker", "BrokerDies", "BrokerIsEmpty", "DatabaseDies", "SlowDisk"], ignoreOrder: true, said);
    }

    /// <summary>Runs it to its end, which is a good one.</summary>
    private static async Task<string> RunAsync(params string[] arguments)
    {
        string[] words = [Path.Combine(AppContext.BaseDirectory, "Axle.Chaos.dll"), .. arguments];
        using var process = Process.Start(new ProcessStartInfo("dotnet", words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Longest);
        try
        {
            var faults = process.StandardError.ReadToEndAsync(patience.Token);
            var said = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            process.ExitCode.ShouldBe(0, $"{said}\n{await faults}");
            return said;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
