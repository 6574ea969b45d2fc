using Axle.Storage.Sqlite.Database;

namespace Axle.Storage.Sqlite.Tests;

/// <summary>The one writer when the database is busy or full.</summary>
public sealed class GroupWriterTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-writer-");
    private readonly SqliteDatabase _database;
    private readonly GroupWriter<Rows> _writer;

    public GroupWriterTests()
    {
        _database = new SqliteDatabase(Path.Combine(_folder.FullName, "axle.db"), TimeProvider.System, TimeSpan.FromSeconds(1));
        _writer = new GroupWriter<Rows>(new Rows(_database.Open()), _database.Explained);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task All_that_wait_for_a_busy_database_are_told_together_and_may_try_again()
    {
        using (var other = _database.Open())
        {
            other.Execute("BEGIN IMMEDIATE");
            // Two groups at most, a second each; one after the other they would take minutes.
            foreach (var write in Enumerable.Range(0, 200).Select(i => _writer.WriteAsync(t => t.Insert(i, 10))).ToArray())
                (await Should.ThrowAsync<AxleException>(() => write.WaitAsync(TimeSpan.FromMinutes(5), Cancellation))).Message.ShouldContain("busy");
            other.Execute("ROLLBACK");
        }

        await _writer.WriteAsync(static t => t.Insert(1, 10));
        (await _writer.WriteAsync(static t => t.Count())).ShouldBe(1);
    }

    [Fact]
    public async Task A_full_disk_refuses_what_does_not_fit_and_keeps_the_rest()
    {
        await _writer.WriteAsync(static t => t.Limit());
        var writes = Enumerable.Range(0, 9).Select(i => _writer.WriteAsync(t => t.Insert(i, i == 4 ? 2_000_000 : 10))).ToArray();
        (await Should.ThrowAsync<AxleException>(() => writes[4])).Message.ShouldContain("is full");
        await Task.WhenAll(writes.Where(static (_, i) => i != 4));
        (await _writer.WriteAsync(static t => t.Count())).ShouldBe(8);
    }

    [Fact]
    public async Task Writes_after_the_end_are_refused()
    {
        await _writer.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(() => _writer.WriteAsync(static t => t.Count()));
    }

    private sealed class Rows(SqliteLink link) : WriterTables
    {
        private readonly Statement _insert = new(link, "INSERT INTO payloads (hash, data) VALUES (?1, zeroblob(?2))");
        private readonly Statement _count = new(link, "SELECT count(*) FROM payloads");
        private readonly Statement _limit = new(link, "PRAGMA max_page_count = 60");

        public override SqliteLink Link => link;

        public int Insert(int hash, int bytes) => _insert.Run(hash, bytes);

        public long Count() => _count.Number()!.Value;

        public long? Limit() => _limit.Number();

        public override void Dispose()
        {
            _insert.Dispose();
            _count.Dispose();
            _limit.Dispose();
            link.Dispose();
        }
    }
}
