using Axle.CrashHost.Torture;

namespace Axle.EndToEnd.Tests.Crashes;

/// <summary>Many runs of every sort in two processes that are killed again and again; <c>bench/torture</c> does the same for longer.</summary>
public sealed class TortureTests : IDisposable
{
    private const int Kills = 20;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-torture-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact(Timeout = 600_000)]
    public async Task Nothing_is_lost_and_nothing_is_recorded_twice_when_two_busy_processes_are_killed_20_times()
    {
        var driver = new TortureDriver(new TortureFiles(_folder.FullName), TortureCases.All, hosts: 2, seed: 20261128);
        var verdict = await driver.RunAsync(static kills => kills < Kills, TestContext.Current.CancellationToken);
        verdict.Faults.ShouldBeEmpty(verdict.ToString());
        verdict.Runs.ShouldBeGreaterThan(Kills);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_run_that_is_lost_and_an_effect_that_happened_twice_are_found()
    {
        var files = new TortureFiles(_folder.FullName);
        TortureCase[] cases = [TortureCases.Of("once-0"), TortureCases.Of("chain-1")];
        var verdict = await new TortureDriver(files, cases, hosts: 1, seed: 1).RunAsync(static kills => kills < 3, TestContext.Current.CancellationToken);
        verdict.Faults.ShouldBeEmpty(verdict.ToString());
        verdict.Runs.ShouldBeGreaterThan(0);
        using (var effects = new Ledger(files.Effects))
            effects.Add("once-0 once0 1 once-0/once0");
        using (var acknowledged = new Ledger(files.Acknowledged))
            acknowledged.Add("chain-99999");
        var faults = (await new TortureCheck(files).RunAsync(1, TestContext.Current.CancellationToken)).Faults;
        faults.ShouldContain(static f => f.StartsWith("once-0: step once0 happened 2 times", StringComparison.Ordinal));
        faults.ShouldContain(static f => f.StartsWith("chain-99999: it was acknowledged", StringComparison.Ordinal));
    }
}
