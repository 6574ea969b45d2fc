using Axle.Identity.Users;
using Axle.Storage.Sqlite;
using Axle.Storage.Sqlite.Backups;
using Axle.Storage.Sqlite.Database;
using Axle.Transfers;
using Axle.Workflows.Runs;

namespace Axle.Storage.Postgres.Tests.Transfer;

/// <summary>What a move refuses, what it keeps others from, and what a comparison finds.</summary>
public sealed class RefusalTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Then = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly TestDatabase _database = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-refusal-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string FilePath => Path.Combine(_folder.FullName, "axle.db");

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_database_with_something_in_it_is_refused_and_nothing_is_begun()
    {
        await FillAsync(FilePath);
        await using (var store = _database.Open())
            await store.PutValueAsync("space", "key", Payload.EmptyObject, null, null, Stop);

        var refused = await RefusedAsync(FilePath, _database.Address);

        refused.Error.Kind.ShouldBe(ErrorKind.Validation);
        refused.Message.ShouldContain("not empty: it has shared values");
        await SqliteRunStore.Open(FilePath).DisposeAsync();
        (await _database.RunAsync("SELECT to_regclass('axle.store_transfer') IS NULL")).ShouldBe(true);
    }

    [Fact]
    public async Task While_a_database_is_filled_nobody_opens_it_nor_fills_it_from_another_file()
    {
        await FillAsync(FilePath);
        await using (var migration = await OpenAsync())
        {
            await migration.BeginAsync(Stop);
            Should.Throw<AxleException>(() => _database.Open()).Message.ShouldContain("is being filled");
            (await RefusedAsync(FilePath, _database.Address)).Message.ShouldContain("Another 'ax store migrate' is at work");
        }

        var other = Path.Combine(_folder.FullName, "other.db");
        await FillAsync(other);
        (await RefusedAsync(other, _database.Address)).Message.ShouldContain($"is being filled from '{FilePath}'");
        (await RefusedAsync(FilePath, PostgresServer.Shared.CreateDatabase())).Message.ShouldContain("does not know of it");
    }

    [Fact]
    public async Task A_newer_version_a_place_that_nobody_reaches_and_a_file_that_is_not_there_are_told_apart()
    {
        await FillAsync(FilePath);
        (await RefusedAsync(FilePath, "postgres://axle@127.0.0.1:1/axle")).Error.Kind.ShouldBe(ErrorKind.Network);
        (await RefusedAsync(Path.Combine(_folder.FullName, "none.db"), _database.Address)).Error.Kind.ShouldBe(ErrorKind.NotFound);
        await _database.Open().DisposeAsync();
        await _database.RunAsync("INSERT INTO axle.versions (version) VALUES (999)");
        var newer = await RefusedAsync(FilePath, _database.Address);
        newer.Error.Kind.ShouldBe(ErrorKind.Validation);
        newer.Message.ShouldContain("version 999");
    }

    [Fact]
    public async Task Who_has_the_file_open_when_it_is_left_can_write_no_more_and_nobody_opens_it_again()
    {
        await FillAsync(FilePath);
        await using var open = SqliteRunStore.Open(FilePath);
        await using (var migration = await OpenAsync())
        {
            var report = await migration.RunAsync(now: true, static _ => { }, Stop);
            report.IsMoved.ShouldBeTrue();
            report.StillUsedBy.ShouldBe([open.Owner]);
        }

        var late = await Should.ThrowAsync<AxleException>(() => open.PutValueAsync("space", "key", Payload.EmptyObject, null, null, Stop).AsTask());
        late.Message.ShouldContain("was moved to postgres://");
        late.Message.ShouldContain("AXLE_STORE");
        Should.Throw<AxleException>(() => SqliteRunStore.Open(FilePath)).Message.ShouldContain("was moved to postgres://");
        (await _database.Open().Identity.ListUsersAsync(null, null, 10, Stop)).ShouldHaveSingleItem();
        await using (var again = await OpenAsync())
            (await again.RunAsync(now: false, static _ => { }, Stop)).ShouldSatisfyAllConditions(r => r.IsMoved.ShouldBeTrue(), r => r.Tables.ShouldBeEmpty());

        StoreMigration.Abandon(FilePath, TimeProvider.System);
        await SqliteRunStore.Open(FilePath).DisposeAsync();
        (await open.PutValueAsync("space", "key", Payload.EmptyObject, null, null, Stop)).ShouldBe(1);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_process_that_uses_the_file_is_waited_for_and_what_it_wrote_meanwhile_arrives()
    {
        await FillAsync(FilePath);
        var open = SqliteRunStore.Open(FilePath);
        var waiting = new TaskCompletionSource<MigrationProgress>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (var migration = await OpenAsync())
        {
            var running = migration.RunAsync(now: false, progress => _ = progress.Phase == MigrationPhase.Waiting && waiting.TrySetResult(progress), Stop);
            (await waiting.Task.WaitAsync(Stop)).WaitingFor.ShouldBe([open.Owner]);
            await open.PutValueAsync("space", "late", Payload.EmptyObject, null, null, Stop);
            running.IsCompleted.ShouldBeFalse();
            await open.DisposeAsync();
            var report = await running;
            report.IsMoved.ShouldBeTrue();
            report.ChangedSince.ShouldBe(1);
        }

        (await _database.Open().FindValueAsync("space", "late", Then, Stop)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("UPDATE axle.users SET email = 'x'", "users usr_a: not the same")]
    [InlineData("DELETE FROM axle.users", "users usr_a: only in the file")]
    [InlineData("INSERT INTO axle.tenants VALUES ('acme', 'Acme', 1)", "tenants acme: only in the database")]
    [InlineData("INSERT INTO axle.checkpoints VALUES (7, 1, 'here', true, 1)", "checkpoints 7/1/here: only in the database")]
    public async Task A_comparison_names_what_is_not_the_same(string change, string difference)
    {
        await FillAsync(FilePath);
        await using (var migration = await OpenAsync())
            await migration.RunAsync(now: false, static _ => { }, Stop);
        await using (var same = await OpenAsync())
            (await same.VerifyAsync(static _ => { }, Stop)).Differences.ShouldBeEmpty();
        await _database.RunAsync(change);

        await using var migrated = await OpenAsync();
        var report = await migrated.VerifyAsync(static _ => { }, Stop);

        report.Differences.ShouldContain(difference);
        report.Tables.Count(static t => !t.IsSame).ShouldBe(1);
        report.DifferentRuns.ShouldBe(difference.StartsWith("checkpoints", StringComparison.Ordinal) ? 1 : 0);
    }

    [Fact]
    public async Task A_row_that_refers_to_nothing_stops_the_move_before_the_file_is_left_and_it_goes_on_without_it()
    {
        await FillAsync(FilePath);
        Execute("INSERT INTO user_logins (issuer, subject, user) VALUES ('https://id.example.org', '42', 'usr_gone')");
        await using (var migration = await OpenAsync())
        {
            var refused = await Should.ThrowAsync<AxleException>(() => migration.RunAsync(now: false, static _ => { }, Stop));
            refused.Error.Kind.ShouldBe(ErrorKind.Validation);
            refused.Message.ShouldContain("user_logins");
        }

        await SqliteRunStore.Open(FilePath).DisposeAsync();
        Execute("DELETE FROM user_logins");
        await using (var again = await OpenAsync())
            (await again.RunAsync(now: false, static _ => { }, Stop)).IsMoved.ShouldBeTrue();
        await _database.Open().DisposeAsync();
    }

    /// <summary>A copy with what notes changes in it would be taken for the file that is moved, and grow for ever.</summary>
    [Fact]
    public async Task A_backup_that_is_taken_while_the_file_is_moved_is_no_part_of_the_move_and_one_of_a_file_that_was_left_says_so()
    {
        await FillAsync(FilePath);
        var backup = Path.Combine(_folder.FullName, "backup.db");
        await using (var begun = await OpenAsync())
        {
            await begun.BeginAsync(Stop);
            SqliteBackup.Write(FilePath, backup);
        }

        Should.Throw<AxleException>(() => StoreMigration.Abandon(backup, TimeProvider.System)).Message.ShouldContain("is not being moved");
        Traces(backup).ShouldBe(0);
        Traces(FilePath).ShouldBeGreaterThan(2);
        await using (var store = SqliteRunStore.Open(backup))
            (await store.PutValueAsync("space", "key", Payload.EmptyObject, null, null, Stop)).ShouldBe(1);
        await using (var again = await OpenAsync())
            (await again.RunAsync(now: false, static _ => { }, Stop)).IsMoved.ShouldBeTrue();
        SqliteBackup.Write(FilePath, backup);
        Should.Throw<AxleException>(() => SqliteRunStore.Open(backup)).Message.ShouldContain("was moved to postgres://");
    }

    /// <summary>Tables and triggers of a move in a file.</summary>
    private static long Traces(string file)
    {
        using var link = SqliteLink.Open(file, TimeSpan.FromSeconds(5));
        using var counting = new Statement(link, "SELECT count(*) FROM sqlite_master WHERE name LIKE '%transfer%'");
        return counting.Number() ?? 0;
    }

    private static async Task FillAsync(string path)
    {
        await using var store = SqliteRunStore.Open(path);
        await store.Identity.AddUserAsync(new User("usr_a", "ann") { CreatedAt = Then }, onlyAsFirst: true, Stop);
    }

    private void Execute(string sql)
    {
        using var link = SqliteLink.Open(FilePath, TimeSpan.FromSeconds(5));
        link.Execute(sql);
    }

    private Task<StoreMigration> OpenAsync() => StoreMigration.OpenAsync(FilePath, _database.Address, TimeProvider.System, Stop);

    private static Task<AxleException> RefusedAsync(string file, string address) =>
        Should.ThrowAsync<AxleException>(() => StoreMigration.OpenAsync(file, address, TimeProvider.System, Stop));
}
