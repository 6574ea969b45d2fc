namespace Axle.Workflows.Ports;

/// <summary>What a database that processes share had to do, hour by hour, and how full it is.</summary>
public interface IDatabaseGauge
{
    /// <summary>Lists the hours since a time in which something was told, the earliest first. They are kept as long as <see cref="ILoadStore.Kept"/>.</summary>
    /// <exception cref="AxleException">The store cannot be reached.</exception>
    ValueTask<IReadOnlyList<DatabaseHour>> ListDatabaseHoursAsync(DateTimeOffset from, CancellationToken cancellationToken);

    /// <summary>Looks at it in this moment.</summary>
    /// <exception cref="AxleException">The store cannot be reached.</exception>
    ValueTask<DatabaseNow> MeasureDatabaseAsync(CancellationToken cancellationToken);
}

/// <summary>What the writers of all processes did in an hour.</summary>
/// <param name="Hour">When it begins.</param>
/// <param name="Decisions">Decisions that were written; a step takes one or two.</param>
/// <param name="MostInMinute">Decisions of its busiest minute.</param>
/// <param name="Commits">Transactions in which they were written.</param>
/// <param name="Busy">How long these took, added up.</param>
/// <param name="Bytes">The size of the database, measured once in the hour; null when it was not.</param>
public sealed record DatabaseHour(DateTimeOffset Hour, long Decisions, long MostInMinute, long Commits, TimeSpan Busy, long? Bytes);

/// <summary>A database in this moment.</summary>
/// <param name="Bytes">Its size with all tables and indexes; what the server needs beside them (its log, other databases) is not in it.</param>
/// <param name="Connections">Connections of all clients of the server.</param>
/// <param name="MostConnections">Connections that the server takes from users.</param>
/// <param name="Writers">Writers of the engines that live; each writes one transaction after the other.</param>
public sealed record DatabaseNow(long Bytes, int Connections, int MostConnections, int Writers);
