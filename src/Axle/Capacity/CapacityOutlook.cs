using Axle.Workflows.Scaling.Forecasting;

namespace Axle.Capacity;

/// <summary>What the next hours will ask for.</summary>
/// <param name="Pools">Pools of workers, by name.</param>
/// <param name="Providers">Providers of models that have a limit, by name.</param>
/// <param name="Database">The database; null where the store is one process's.</param>
/// <param name="Bottleneck">What will be full first, or fullest; null when nothing is expected.</param>
public sealed record CapacityOutlook(
    IReadOnlyList<PoolOutlook> Pools, IReadOnlyList<ProviderOutlook> Providers, DatabaseOutlook? Database, Bottleneck? Bottleneck);

/// <summary>What the next hours will ask of a pool.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Basis">From what it is expected.</param>
/// <param name="HistoryHours">Hours of history that there are.</param>
/// <param name="ServiceSeconds">For how long a step holds its slot, on average of the last day; null while none has ended.</param>
/// <param name="SlotsPerWorker">Steps that one worker makes at the same time.</param>
/// <param name="Hours">The hours, the next full one first.</param>
public sealed record PoolOutlook(
    string Pool, ForecastBasis Basis, int HistoryHours, double? ServiceSeconds, int SlotsPerWorker, IReadOnlyList<HourOutlook> Hours);

/// <summary>What an hour will ask of a pool. Of ten hours, one is expected above the bounds and one below.</summary>
/// <param name="Hour">When it begins.</param>
/// <param name="ArrivalsPerSecond">Steps that become due, a second, on average.</param>
/// <param name="Low">The lower bound of that.</param>
/// <param name="High">The upper bound of that.</param>
/// <param name="Workers">Workers that its busiest minutes need.</param>
/// <param name="WorkersAtMost">Workers that they need at the upper bound.</param>
public sealed record HourOutlook(DateTimeOffset Hour, double ArrivalsPerSecond, double Low, double High, int Workers, int WorkersAtMost);

/// <summary>What the next hours will ask of a provider of models.</summary>
/// <param name="Provider">Its name.</param>
/// <param name="CallsPerStep">Calls that a step of the pool <c>llm</c> makes of it, on average of the last day.</param>
/// <param name="TokensPerStep">Tokens of these, sent and received.</param>
/// <param name="MostShare">The share of its limit that the busiest hour needs at its upper bound; above 1 calls wait or go elsewhere.</param>
/// <param name="At">When that hour begins.</param>
/// <param name="FullAt">The first hour that needs all of the limit; null when none does.</param>
public sealed record ProviderOutlook(
    string Provider, double CallsPerStep, double TokensPerStep, double MostShare, DateTimeOffset At, DateTimeOffset? FullAt);

/// <summary>What will be full first; or, when nothing will, what comes nearest to it.</summary>
/// <param name="Kind"><c>pool</c>, <c>provider</c> or <c>database</c>.</param>
/// <param name="Name">Which; of the database <c>writes</c>, <c>connections</c> or <c>disk</c>.</param>
/// <param name="Share">The share of what there may be that is needed; 1 is full.</param>
/// <param name="At">The hour of which that is said.</param>
public sealed record Bottleneck(string Kind, string Name, double Share, DateTimeOffset At);
