namespace Axle.Workflows.Runs;

/// <summary>What a list of steps is for.</summary>
internal enum ScopeRole
{
    /// <summary>The run's own steps.</summary>
    Root,

    /// <summary>The steps of an error handler.</summary>
    Handler,

    /// <summary>The one step that undoes another.</summary>
    Undo,

    /// <summary>A branch of <c>parallel</c>.</summary>
    Branch,

    /// <summary>A case of <c>switch</c>.</summary>
    Case,

    /// <summary>The steps of a <c>saga</c>.</summary>
    Saga,

    /// <summary>An item, or a batch of items, of <c>forEach</c>.</summary>
    Item,

    /// <summary>A round of <c>loop</c>.</summary>
    Round,

    /// <summary>The steps of a workflow that is used.</summary>
    Uses,

    /// <summary>The steps that a handler asked for in one of its turns.</summary>
    Turn,
}
