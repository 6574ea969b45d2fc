namespace Axle.Guardrails.Input.Model;

/// <summary>The kind of text that a piece stands in.</summary>
internal enum Surroundings
{
    /// <summary>It is the whole text.</summary>
    Whole,

    /// <summary>Sentences.</summary>
    Prose,

    /// <summary>Rows with columns.</summary>
    Table,

    /// <summary>JSON or the like.</summary>
    Data,

    /// <summary>Program code.</summary>
    Code,
}
