namespace Axle.Workflows.Transfer;

/// <summary>What was changed in a store while it was copied, and what is there now in its place.</summary>
/// <param name="Last">Number of the last change among them; changes are numbered in the order in which they were made.</param>
/// <param name="Count">How many there are: 0 for none.</param>
/// <param name="MayHaveMore">Whether there may be others behind them.</param>
/// <param name="Tables">The rows that were changed, each once; by table.</param>
public sealed record TransferChanges(long Last, int Count, bool MayHaveMore, IReadOnlyDictionary<TransferTable, ChangedRows> Tables);

/// <summary>Rows of a table that were written, changed or removed.</summary>
/// <param name="Keys">Their keys.</param>
/// <param name="Present">Those of them that are there.</param>
public sealed record ChangedRows(IReadOnlyList<object?[]> Keys, IReadOnlyList<object?[]> Present);
