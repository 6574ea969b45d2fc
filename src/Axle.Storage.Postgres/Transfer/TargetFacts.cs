namespace Axle.Storage.Postgres.Transfer;

/// <summary>What is in a database that a store is to be moved to.</summary>
/// <param name="Place">The database as people know it.</param>
/// <param name="Content">Why it is not empty, for people: <c>runs</c>, or what else there is; null when it is.</param>
/// <param name="Transfer">The transfer that fills it; null when none does.</param>
public sealed record TargetFacts(string Place, string? Content, TargetTransfer? Transfer);

/// <summary>That a database is being filled from another store; until it is over nobody can open it.</summary>
/// <param name="Id">The same where it comes from.</param>
/// <param name="Source">Where it comes from, for people.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="IsCopied">Whether every table was copied once, so that only what was changed since is missing.</param>
public sealed record TargetTransfer(Guid Id, string Source, DateTimeOffset StartedAt, bool IsCopied);
