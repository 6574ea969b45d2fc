using System.Collections.Concurrent;
using Axle.Cli.Tests.Support;
using Axle.Storage.Sqlite;
using Axle.Workflows.Runs;

namespace Axle.Cli.Tests.Commands;

public sealed class StoreBackupCommandsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_backed_up_while_it_is_open_and_restored_to_what_it_was_then()
    {
        using var bench = new Workbench();
        await ExecuteAsync(bench);
        string backup;
        await using (SqliteRunStore.Open(bench.DatabasePath))
        {
            var written = (await bench.RunAsync("store", "backup", "copies/axle.db", "--json")).Json;
            backup = written.GetProperty("file").GetString()!;
            written.GetProperty("runs").GetInt64().ShouldBe(1);
            written.GetProperty("bytes").GetInt64().ShouldBe(new FileInfo(backup).Length);
            written.GetProperty("sha256").GetString().ShouldBe(Hash(backup));
            var refused = await bench.RunAsync("store", "restore", backup, "--replace");
            refused.Code.ShouldBe(ExitCodes.Failed);
            refused.Error.ShouldContain($"process {Environment.ProcessId} on ", Case.Sensitive, "who has it open is named");
        }

        await ExecuteAsync(bench);
        (await bench.RunAsync("store", "restore", backup)).Error.ShouldContain("--replace");
        (await RunsAsync(bench)).ShouldBe(2, "nothing was changed");

        var restored = (await bench.RunAsync("store", "restore", backup, "--replace", "--json")).Json;

        (await RunsAsync(bench)).ShouldBe(1);
        (await bench.RunAsync("workflow", "events", "latest")).Code.ShouldBe(ExitCodes.Success);
        (await bench.RunAsync("workflow", "list", "--json", "--database", restored.GetProperty("replaced").GetString()!)).Json.GetProperty("runs").GetArrayLength()
            .ShouldBe(2, "what was replaced is kept");
        await ExecuteAsync(bench);
        (await RunsAsync(bench)).ShouldBe(2);
    }

    [Fact]
    public async Task What_is_no_backup_is_refused_and_nothing_is_changed()
    {
        using var bench = new Workbench();
        (await bench.RunAsync("store", "backup", "axle.copy")).Code.ShouldBe(ExitCodes.NotFound);
        await ExecuteAsync(bench);
        (await bench.RunAsync("store", "backup", "axle.copy")).Code.ShouldBe(ExitCodes.Success);
        (await bench.RunAsync("store", "backup", "axle.copy")).Error.ShouldContain("exists already");
        var bytes = await File.ReadAllBytesAsync(Path.Combine(bench.Directory, "axle.copy"), Cancellation);
        bytes.AsSpan(4096, 200).Fill(0x5A);
        await File.WriteAllBytesAsync(Path.Combine(bench.Directory, "damaged.copy"), bytes, Cancellation);
        bench.Write("notes.txt", "these are notes and no database at all");

        (await bench.RunAsync("store", "restore", "nowhere.copy", "--replace")).Code.ShouldBe(ExitCodes.NotFound);
        var damaged = await bench.RunAsync("store", "restore", "damaged.copy", "--replace");
        var notes = await bench.RunAsync("store", "restore", "notes.txt", "--replace");

        damaged.Code.ShouldBe(ExitCodes.Invalid);
        damaged.Error.ShouldContain("damaged");
        notes.Code.ShouldBe(ExitCodes.Invalid);
        (await RunsAsync(bench)).ShouldBe(1);
        Directory.GetFiles(Path.GetDirectoryName(bench.DatabasePath)!, "*restor*").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_database_in_use_copied_by_hand_is_not_taken_for_a_backup()
    {
        using var bench = new Workbench();
        await ExecuteAsync(bench);
        await using var open = SqliteRunStore.Open(bench.DatabasePath);
        await open.PutValueAsync("space", "key", Payload.EmptyObject, null, null, Cancellation);
        var answer = await bench.RunAsync("store", "restore", bench.DatabasePath, "--database", "other.db");
        answer.Code.ShouldBe(ExitCodes.Invalid);
        answer.Error.ShouldContain("ax store backup");
    }

    /// <summary>Whoever restores may be killed in any moment, and a process that starts in one without a database makes an empty one.</summary>
    [Fact(Timeout = 600_000)]
    public async Task A_restored_database_takes_the_place_of_the_other_in_one_step_and_leaves_it_whole()
    {
        using var bench = new Workbench();
        await ExecuteAsync(bench);
        (await bench.RunAsync("store", "backup", "axle.copy")).Code.ShouldBe(ExitCodes.Success);
        await ExecuteAsync(bench);
        await LeaveLogAsync(bench);
        var (folder, name) = (Path.GetDirectoryName(bench.DatabasePath)!, Path.GetFileName(bench.DatabasePath));
        var (gone, came) = (new ConcurrentQueue<string>(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        using (var watcher = new FileSystemWatcher(folder))
        {
            watcher.Deleted += (_, e) => Tell(e.Name == name, "deleted");
            watcher.Renamed += (_, e) =>
            {
                Tell(e.OldName == name, $"renamed to {e.Name}");
                if (e.Name == name)
                    came.TrySetResult();
            };
            watcher.EnableRaisingEvents = true;
            var restored = (await bench.RunAsync("store", "restore", "axle.copy", "--replace", "--json")).Json;
            await came.Task.WaitAsync(Cancellation);

            gone.ShouldBeEmpty();
            (await RunsAsync(bench)).ShouldBe(1);
            var replaced = restored.GetProperty("replaced").GetString()!;
            File.Exists(replaced + "-wal").ShouldBeFalse("what was in it is in the file");
            (await bench.RunAsync("workflow", "list", "--json", "--database", replaced)).Json.GetProperty("runs").GetArrayLength().ShouldBe(2);
        }

        void Tell(bool isDatabase, string what)
        {
            if (isDatabase)
                gone.Enqueue(what);
        }
    }

    [Fact]
    public async Task A_damaged_database_gives_its_place_to_a_backup_and_is_kept_as_it_was()
    {
        const string Damaged = "no database any more, whoever did that";
        using var bench = new Workbench();
        await ExecuteAsync(bench);
        (await bench.RunAsync("store", "backup", "axle.copy")).Code.ShouldBe(ExitCodes.Success);
        await File.WriteAllTextAsync(bench.DatabasePath, Damaged, Cancellation);

        var restored = (await bench.RunAsync("store", "restore", "axle.copy", "--replace", "--json")).Json;

        (await RunsAsync(bench)).ShouldBe(1);
        (await File.ReadAllTextAsync(restored.GetProperty("replaced").GetString()!, Cancellation)).ShouldBe(Damaged);
    }

    [Fact]
    public async Task A_postgres_database_is_dumped_and_restored_into_an_empty_one()
    {
        Assert.SkipWhen(PostgresServer.Shared.Missing is not null, PostgresServer.Shared.Missing ?? "");
        using var bench = new Workbench();
        bench.Variables["AXLE_STORE"] = PostgresServer.Shared.CreateDatabase();
        (await bench.RunAsync("store", "backup", "none.dump")).Code.ShouldBe(ExitCodes.NotFound, "there are no tables");
        await ExecuteAsync(bench);
        (await bench.RunAsync("store", "backup", "axle.dump")).Output.ShouldContain("SHA-256");
        (await bench.RunAsync("store", "restore", "axle.dump")).Error.ShouldContain("has tables of Axle");
        bench.Variables["AXLE_STORE"] = PostgresServer.Shared.CreateDatabase();

        (await bench.RunAsync("store", "restore", "axle.dump", "--json")).Json.GetProperty("runs").GetInt64().ShouldBe(1);

        (await bench.RunAsync("workflow", "events", "latest", "--json")).Output.ShouldContain("swordfish");
        await ExecuteAsync(bench);
        (await RunsAsync(bench)).ShouldBe(2);
        bench.Write("notes.txt", "these are notes and no dump at all");
        bench.Variables["AXLE_STORE"] = PostgresServer.Shared.CreateDatabase();
        var refused = await bench.RunAsync("store", "restore", "notes.txt");
        refused.Code.ShouldBe(ExitCodes.Failed);
        refused.Error.ShouldContain("pg_restore");
    }

    /// <summary>Leaves the database as a process does that is killed: what was written last is in the log beside it.</summary>
    private static async Task LeaveLogAsync(Workbench bench)
    {
        var (file, log) = (bench.DatabasePath, bench.DatabasePath + "-wal");
        await using (var open = SqliteRunStore.Open(file))
        {
            await open.PutValueAsync("space", "key", Payload.EmptyObject, null, null, Cancellation);
            File.Copy(file, file + ".killed");
            File.Copy(log, log + ".killed");
        }

        File.Move(file + ".killed", file, overwrite: true);
        File.Move(log + ".killed", log, overwrite: true);
        new FileInfo(log).Length.ShouldBeGreaterThan(0);
    }

    private static async Task ExecuteAsync(Workbench bench)
    {
        bench.Write("three.yaml", Workbench.ThreeSteps);
        (await bench.RunAsync("workflow", "execute", "three.yaml", "--input", "word=swordfish")).Code.ShouldBe(ExitCodes.Success);
    }

    private static async Task<int> RunsAsync(Workbench bench) =>
        (await bench.RunAsync("workflow", "list", "--json")).Json.GetProperty("runs").GetArrayLength();

    private static string Hash(string file) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)));
}
