namespace Axle.Agents.Memory;

/// <summary>What became of a value that was written. Names are stored: the list may grow, never change.</summary>
public enum NoteOutcome
{
    /// <summary>It became the note's value; its writer knew what was there.</summary>
    Written = 0,

    /// <summary>It became the note's value although its writer did not know what was there.</summary>
    Replaced,

    /// <summary>It was merged with what was there.</summary>
    Merged,

    /// <summary>It did not become the note's value, because another was there first.</summary>
    Refused,

    /// <summary>It waits for somebody to decide.</summary>
    Proposed,
}
