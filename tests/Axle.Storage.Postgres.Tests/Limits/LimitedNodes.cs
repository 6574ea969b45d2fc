using System.Globalization;
using Axle.Models.Limits;

namespace Axle.Storage.Postgres.Tests.Limits;

/// <summary>Several nodes on one database whose clock, as limits see it, is the test's.</summary>
internal sealed class LimitedNodes : TimeProvider, IAsyncDisposable
{
    private readonly TestDatabase _database = new();
    private readonly List<PostgresRunStore> _nodes = [];

    /// <summary>The time of the database, in milliseconds since 1970.</summary>
    public long Now { get; private set; } = 1_900_000_000_000;

    public IReadOnlyList<ILimitStore> Stores => _nodes.ConvertAll(static n => n.Limits);

    public TestDatabase Database => _database;

    public static async Task<LimitedNodes> StartAsync(int count)
    {
        var nodes = new LimitedNodes();
        for (var i = 0; i < count; i++)
            nodes._nodes.Add(nodes._database.Open());
        await nodes.MoveAsync(0);
        return nodes;
    }

    /// <summary>Moves the clock on.</summary>
    public async Task MoveAsync(long milliseconds)
    {
        Now += milliseconds;
        await _database.RunAsync(string.Create(
            CultureInfo.InvariantCulture, $"CREATE OR REPLACE FUNCTION axle.limit_now() RETURNS bigint LANGUAGE sql VOLATILE AS 'SELECT {Now}::bigint'"));
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Now);

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
