using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Storage.Sqlite.Tests;

/// <summary>Databases that are broken, contended or strangely named.</summary>
public sealed class TroubledDatabaseTests : IDisposable
{
    private static readonly DateTimeOffset Then = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle trouble ünd more-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Database => Path.Combine(_folder.FullName, "läufe & runs.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_path_with_spaces_and_foreign_letters_is_a_path()
    {
        await using var store = SqliteRunStore.Open(Database);
        await store.AppendAsync(First("run-1"), Cancellation);
        File.Exists(Database).ShouldBeTrue();
        (await store.FindRunAsync(new RunId("run-1"), Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Of_a_group_only_the_guilty_write_fails()
    {
        await using var store = SqliteRunStore.Open(Database);
        await store.AppendAsync(First("run-0"), Cancellation);
        var writes = Enumerable.Range(0, 50).Select(i => store.AppendAsync(First($"run-{i}"), Cancellation).AsTask()).ToArray();
        await Task.WhenAll(writes.Skip(1));
        await Should.ThrowAsync<RunConflictException>(writes[0]);
        (await store.ListRunsAsync(RunQuery.Newest, Cancellation)).Count.ShouldBe(50);
    }

    [Fact]
    public void A_file_that_is_no_database_is_named_with_the_cure()
    {
        File.WriteAllText(Database, string.Concat(Enumerable.Repeat("This is a letter, not a database.\n", 200)));
        Should.Throw<AxleException>(() => SqliteRunStore.Open(Database)).Message.ShouldContain("not a readable SQLite database");
    }

    [Fact]
    public async Task A_damaged_database_is_named_when_it_is_read()
    {
        await using (var store = SqliteRunStore.Open(Database))
        {
            for (var i = 0; i < 200; i++)
                await store.AppendAsync(First($"run-{i}"), Cancellation);
        }

        var bytes = await File.ReadAllBytesAsync(Database, Cancellation);
        Array.Fill(bytes, (byte)0xAB, 4096, bytes.Length - 4096);
        await File.WriteAllBytesAsync(Database, bytes, Cancellation);
        var fault = await Should.ThrowAsync<AxleException>(async () =>
        {
            await using var store = SqliteRunStore.Open(Database);
            await store.ListRunsAsync(RunQuery.Newest, Cancellation);
        });
        fault.Message.ShouldContain("Restore it from a backup");
    }

    [Fact]
    public async Task The_owner_of_a_database_whose_lock_files_were_removed_is_dead()
    {
        var first = SqliteRunStore.Open(Database);
        await first.AppendAsync(First("run-1"), Cancellation);
        await using var second = SqliteRunStore.Open(Database);
        await Should.ThrowAsync<RunHeldException>(async () => await second.ClaimAsync(new RunId("run-1"), Cancellation));
        Directory.Delete(Database + "-owners", recursive: true);
        (await second.ClaimAsync(new RunId("run-1"), Cancellation)).ShouldBe(2);
        await Should.ThrowAsync<RunConflictException>(async () => await first.AppendAsync(First("run-1"), Cancellation));
        await first.DisposeAsync();
    }

    [Fact]
    public async Task Of_many_who_claim_a_dead_owners_run_at_once_one_has_it()
    {
        var dead = SqliteRunStore.Open(Database);
        await dead.AppendAsync(First("run-1"), Cancellation);
        var lockFile = Directory.GetFiles(Database + "-owners", "*.lock").Single();
        await dead.DisposeAsync();
        // A killed process leaves its file behind, without a lock.
        await File.WriteAllTextAsync(lockFile, "", Cancellation);
        var stores = Enumerable.Range(0, 8).Select(_ => SqliteRunStore.Open(Database)).ToArray();
        try
        {
            var claims = stores.Select(store => Task.Run(async () => await store.ClaimAsync(new RunId("run-1"), Cancellation))).ToArray();
            await Task.WhenAll(claims).ContinueWith(static _ => { }, Cancellation, TaskContinuationOptions.None, TaskScheduler.Default);
            claims.Count(static c => c.IsCompletedSuccessfully).ShouldBe(1);
            claims.Where(static c => c.IsFaulted).ShouldAllBe(static c => c.Exception!.InnerException is RunHeldException);
        }
        finally
        {
            foreach (var store in stores)
                await store.DisposeAsync();
        }
    }

    private static RunAppend First(string run)
    {
        var started = new RunStarted("test", null, "hash", Payload.EmptyObject, Payload.EmptyObject,
            System.Collections.Immutable.ImmutableDictionary<string, string>.Empty, "test");
        var row = new RunRow(new RunId(run), "test", "hash", RunStatus.Executing, 1, Then, Then, null);
        return new RunAppend(row.Run, 1, [new RecordedEvent(1, Then, started)], row, [], []);
    }
}
