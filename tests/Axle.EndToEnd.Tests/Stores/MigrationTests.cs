using System.Diagnostics;
using System.Text.Json;
using Axle.CrashHost.Torture;

namespace Axle.EndToEnd.Tests.Stores;

/// <summary>
/// Processes execute runs of every sort on a SQLite file while the real <c>ax store migrate</c> moves it, and is killed wherever it is. The runs end in
/// PostgreSQL, and what the world outside saw is compared with what is stored.
/// </summary>
public sealed class MigrationTests : IDisposable
{
    /// <summary>What a move says in turn; the last is what it says until the workers have ended.</summary>
    private static readonly string[] Moments = ["Copying", "Copying events", "Copying signals", "Catching up", "Verifying", "Verifying workflows", "Waiting for process"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-moved-");
    private readonly TortureFiles _files;
    private readonly string _database;

    public MigrationTests()
    {
        Assert.SkipWhen(PostgresServer.Shared.Missing is not null, PostgresServer.Shared.Missing ?? "");
        _database = PostgresServer.Shared.CreateDatabase();
        _files = new TortureFiles(_folder.FullName);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory(Timeout = 600_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_moved_while_it_executes_by_a_command_that_is_killed_wherever_it_is_is_whole_and_done_once(bool now)
    {
        Process[] workers = [Start("work"), Start("work")];
        try
        {
            await Task.WhenAll(workers.Select(static w => ReadAsync(w, 150)));
            // How it ends does not depend on how often it was killed before: once more will do.
            for (var i = now ? Moments.Length - 2 : 0; i < Moments.Length - 1; i++)
                await KillAtAsync(Moments[i..]);
            using var move = Migrate(now ? ["--now"] : []);
            (await move.ReadUntilAsync(now ? "Cutting over" : Moments[^1])).ShouldBeTrue();
            if (!now)
                await KillAsync(workers);
            var (code, output, error) = await move.EndAsync();
            code.ShouldBe(0, error);
            var report = JsonDocument.Parse(output).RootElement;
            report.GetProperty("state").GetString().ShouldBe("moved");
            report.GetProperty("runs").GetInt64().ShouldBeGreaterThan(20);
            report.GetProperty("runsHash").GetString().ShouldBe(report.GetProperty("targetRunsHash").GetString());
            report.GetProperty("tables").EnumerateArray().ShouldAllBe(static t => t.GetProperty("hash").GetString() == t.GetProperty("targetHash").GetString());
        }
        finally
        {
            await KillAsync(workers);
        }

        using (var compared = Migrate("--verify"))
            (await compared.EndAsync()).Code.ShouldBe(0);
        _files.UsePostgres(_database);
        using var last = Start("finish");
        last.BeginOutputReadLine();
        await last.WaitForExitAsync(Stop);
        last.ExitCode.ShouldBe(0);
        var verdict = await new TortureCheck(_files).RunAsync(6, Stop);
        verdict.Faults.ShouldBeEmpty();
        verdict.Runs.ShouldBeGreaterThan(20);
    }

    /// <summary>kill -9 in the moment in which it says so; or a later one, when the one before was killed too late for that.</summary>
    private async Task KillAtAsync(string[] moments)
    {
        using var move = Migrate();
        (await move.ReadUntilAsync(moments)).ShouldBeTrue(moments[0]);
        await move.KillAsync();
    }

    private AxProcess Migrate(params string[] more) => AxProcess.Start(
        _folder.FullName, ["store", "migrate", "--database", Path.Combine(_folder.FullName, "axle.db"), "--to", _database, "--json", .. more]);

    private Process Start(string verb)
    {
        var cases = string.Join(',', TortureCases.All.Select(static c => c.Name));
        var start = new ProcessStartInfo("dotnet", [typeof(TortureFiles).Assembly.Location, "torture", verb, _files.Folder, cases])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var worker = Process.Start(start) ?? throw new InvalidOperationException("The worker does not start.");
        // It says why it ends when it can write to the file no more.
        worker.BeginErrorReadLine();
        return worker;
    }

    /// <summary>Waits until a worker has said so many lines; what it says later is read, too, or it would wait for that.</summary>
    private static async Task ReadAsync(Process worker, int lines)
    {
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        worker.OutputDataReceived += (_, _) => _ = Interlocked.Decrement(ref lines) == 0 && enough.TrySetResult();
        worker.BeginOutputReadLine();
        await enough.Task.WaitAsync(Stop);
    }

    private static async Task KillAsync(Process[] workers)
    {
        foreach (var worker in workers)
        {
            worker.Kill();
            await worker.WaitForExitAsync(Stop);
        }
    }
}
