using Axle.CrashHost.Torture;

namespace Axle.EndToEnd.Tests.Crashes;

/// <summary>Many runs of every sort in one process that is killed again and again; <c>bench/torture</c> does the same for longer.</summary>
public sealed class TortureTests : IDisposable
{
    private const int Kills = 20;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-torture-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Nothing_is_lost_and_nothing_is_recorded_twice_when_a_busy_process_is_killed_20_times()
    {
        var driver = new TortureDriver(new TortureFiles(_folder.FullName), TortureCases.All, seed: 20261128);
        var verdict = await driver.RunAsync(static kills => kills < Kills, TestContext.Current.CancellationToken);
        verdict.Faults.ShouldBeEmpty(verdict.ToString());
        verdict.Runs.ShouldBeGreaterThan(Kills);
    }
}
