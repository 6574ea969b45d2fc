namespace Axle.Agents.Memory;

/// <summary>What happens when a writer did not know the version that it writes over. Names are stored: the list may grow, never change.</summary>
public enum ConflictRule
{
    /// <summary>What is there stays; the writer is told, and its value is kept in the history.</summary>
    KeepFirst = 0,

    /// <summary>The new value counts; what was there is kept in the history.</summary>
    KeepLast,

    /// <summary>Both are merged field by field; where both changed one field, the new value counts and the field is told.</summary>
    Merge,

    /// <summary>What is there stays, and the new value stands beside it as a proposal until somebody who has seen it writes.</summary>
    Ask,
}
