using Axle.Storage.Sqlite.Database;
using Microsoft.Data.Sqlite;

namespace Axle.Storage.Sqlite.Tests;

/// <summary>The one writer when the database is busy or full.</summary>
public sealed class GroupWriterTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-writer-");
    private readonly SqliteDatabase _database;
    private readonly GroupWriter<Rows> _writer;

    public GroupWriterTests()
    {
        _database = new SqliteDatabase(Path.Combine(_folder.FullName, "axle.db"), patience: 1);
        var connection = _database.Open();
        _writer = new GroupWriter<Rows>(connection, new Rows(connection), _database.Explained);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _database.Close();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task All_that_wait_for_a_busy_database_are_told_together_and_may_try_again()
    {
        await using (var other = _database.Open())
        {
            using var begin = new Statement(other, "BEGIN IMMEDIATE", 0);
            begin.Run();
            // Two groups at most, a second each; one after the other they would take minutes.
            foreach (var write in Enumerable.Range(0, 200).Select(i => _writer.WriteAsync(t => t.Insert(i, 10))).ToArray())
                (await Should.ThrowAsync<AxleException>(() => write.WaitAsync(TimeSpan.FromSeconds(60), Cancellation))).Message.ShouldContain("busy");
            using var end = new Statement(other, "ROLLBACK", 0);
            end.Run();
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

    private sealed class Rows(SqliteConnection connection) : IDisposable
    {
        private readonly Statement _insert = new(connection, "INSERT INTO payloads (hash, data) VALUES ($1, zeroblob($2))", 2);
        private readonly Statement _count = new(connection, "SELECT count(*) FROM payloads", 0);
        private readonly Statement _limit = new(connection, "PRAGMA max_page_count = 60", 0);

        public int Insert(int hash, int bytes) => _insert.Run(hash, bytes);

        public long Count() => (long)_count.Scalar()!;

        public object? Limit() => _limit.Scalar();

        public void Dispose()
        {
            _insert.Dispose();
            _count.Dispose();
            _limit.Dispose();
        }
    }
}
