namespace Axle.Workflows.Scaling;

/// <summary>What a process tells of a pool.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Arrived">Steps that became due since it told last.</param>
/// <param name="Ended">Attempts that it made since then.</param>
/// <param name="Busy">For how long these held their slots, together.</param>
/// <param name="Now">What it does in this moment.</param>
public sealed record PoolReport(string Pool, long Arrived, long Ended, TimeSpan Busy, PoolNow Now);

/// <summary>What one process, or all of them, do for a pool in this moment.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Owed">Steps that are due and have not ended, by those who own their runs.</param>
/// <param name="Making">Steps that are being made.</param>
/// <param name="Workers">Those who take steps: 1 or 0 of one process.</param>
/// <param name="Slots">Steps that these can make at the same time.</param>
public sealed record PoolNow(string Pool, long Owed, long Making, int Workers, long Slots);

/// <summary>A minute of a pool, over all processes.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Minute">When it began.</param>
/// <param name="Arrived">Steps that became due.</param>
/// <param name="Ended">Attempts that were made.</param>
/// <param name="Busy">For how long these held their slots, together.</param>
/// <param name="Needed">The most slots that it needed.</param>
public sealed record PoolMinute(string Pool, DateTimeOffset Minute, long Arrived, long Ended, TimeSpan Busy, int Needed);

/// <summary>An hour of a pool, over all processes.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Hour">When it began.</param>
/// <param name="Arrived">Steps that became due.</param>
/// <param name="MostInMinute">Steps that became due in its busiest minute.</param>
/// <param name="Ended">Attempts that were made.</param>
/// <param name="Busy">For how long these held their slots, together.</param>
public sealed record PoolHour(string Pool, DateTimeOffset Hour, long Arrived, long MostInMinute, long Ended, TimeSpan Busy);
