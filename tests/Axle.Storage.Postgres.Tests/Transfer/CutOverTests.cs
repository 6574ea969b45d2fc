using Axle.Identity.Users;
using Axle.Storage.Sqlite;
using Axle.Storage.Sqlite.Database;
using Axle.Transfers;
using Npgsql;

namespace Axle.Storage.Postgres.Tests.Transfer;

/// <summary>While the file is locked for the cut-over, nothing is done that takes long in a large database.</summary>
public sealed class CutOverTests : IAsyncDisposable
{
    /// <summary>Whoever looks through the rows of a table waits here.</summary>
    private const string Gate = """
        CREATE FUNCTION public.gate() RETURNS event_trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF current_query() LIKE '%CONSTRAINT%' AND current_query() NOT LIKE '%DROP%' AND current_query() NOT LIKE '%NOT VALID%' THEN
                PERFORM pg_advisory_xact_lock_shared(4711);
            END IF;
        END $$;
        CREATE EVENT TRIGGER gate ON ddl_command_start WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION public.gate();
        """;

    private const string Waits = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted";
    private readonly TestDatabase _database = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-cut-over-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string FilePath => Path.Combine(_folder.FullName, "axle.db");

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact(Timeout = 600_000)]
    public async Task Rows_that_refer_to_others_are_looked_at_before_the_file_is_locked_and_after_it_is_left()
    {
        await using (var store = SqliteRunStore.Open(FilePath))
            await store.Identity.AddUserAsync(new User("usr_a", "ann") { CreatedAt = DateTimeOffset.UnixEpoch }, onlyAsFirst: true, Stop);
        await _database.RunAsync(Gate);
        await using var keeper = new NpgsqlConnection(PostgresAddress.Parse(_database.Address).ConnectionString);
        await keeper.OpenAsync(Stop);
        await using var migration = await StoreMigration.OpenAsync(FilePath, _database.Address, TimeProvider.System, Stop);

        var moving = Task.Run(() => migration.RunAsync(now: false, CloseGate, Stop), Stop);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(30), TimeProvider.System);
        while (!moving.IsCompleted && (long)(await _database.RunAsync(Waits))! == 0)
            await timer.WaitForNextTickAsync(Stop);

        moving.IsCompleted.ShouldBeFalse("what it waits for has not happened");
        using (var link = SqliteLink.Open(FilePath, TimeSpan.Zero))
            link.Execute("BEGIN IMMEDIATE; ROLLBACK");
        Should.Throw<AxleException>(() => _database.Open()).Message.ShouldContain("is being filled");
        await RunAsync("SELECT pg_advisory_unlock(4711)");
        (await moving).IsMoved.ShouldBeTrue();
        (await _database.RunAsync("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND NOT convalidated")).ShouldBe(0L);
        await _database.Open().DisposeAsync();

        void CloseGate(MigrationProgress progress)
        {
            if (progress.Phase == MigrationPhase.CuttingOver)
                RunAsync("SELECT pg_advisory_lock(4711)").GetAwaiter().GetResult();
        }

        async Task RunAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, keeper);
            await command.ExecuteNonQueryAsync(Stop);
        }
    }
}
