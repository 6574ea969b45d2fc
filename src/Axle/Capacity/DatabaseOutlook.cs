using Axle.Workflows.Scaling.Forecasting;

namespace Axle.Capacity;

/// <summary>What the next hours will ask of the database.</summary>
/// <param name="Writes">What its writers will have to do; null while no engine lives, or none has written on the last day.</param>
/// <param name="Connections">Connections that all clients of the server have in this moment.</param>
/// <param name="MostConnections">Connections that it takes.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="BytesPerDay">By how much it grew a day in the last week; null when sizes of less than six hours are known.</param>
/// <param name="DiskBytes">What it may have; null when nothing was said of it.</param>
/// <param name="DiskFullAt">When it has that, if it grows as before; null when it does not within ten years, or it is not known.</param>
public sealed record DatabaseOutlook(
    WritesOutlook? Writes, int Connections, int MostConnections, long Bytes, double? BytesPerDay, long? DiskBytes, DateTimeOffset? DiskFullAt);

/// <summary>What the next hours will ask of the writers of all engines, in their busiest minutes.</summary>
/// <param name="Basis">From what it is expected.</param>
/// <param name="HistoryHours">Hours of history that there are.</param>
/// <param name="DecisionsPerSecond">Decisions a second, in the hour that asks for most.</param>
/// <param name="High">The upper bound of that: of ten hours, one is expected above.</param>
/// <param name="MostPerSecond">
/// What they can write: each one transaction of a hundred decisions after the other, by what transactions took in the last week.
/// </param>
/// <param name="At">When the hour that asks for most begins.</param>
/// <param name="FullAt">The first hour that asks for more than that; null when none does.</param>
/// <param name="DecisionsPerCommit">Decisions in one transaction, on average of the last day.</param>
/// <param name="MostBusyShare">The share of the busiest hour of the last day in which a writer was writing, on average of those that live now.</param>
public sealed record WritesOutlook(
    ForecastBasis Basis, int HistoryHours, double DecisionsPerSecond, double High, double MostPerSecond, DateTimeOffset At, DateTimeOffset? FullAt,
    double DecisionsPerCommit, double MostBusyShare);
