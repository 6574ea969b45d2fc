namespace Axle.Schemas;

/// <summary>How a schema is read and how far a check may go. The limits hold for each call of <c>Validate</c>.</summary>
public sealed record SchemaOptions
{
    /// <summary>Formats as annotations, default limits.</summary>
    public static SchemaOptions Default { get; } = new();

    /// <summary>The draft of schemas that do not name one by <c>$schema</c>. Default 2020-12.</summary>
    public SchemaDraft DefaultDraft { get; init; }

    /// <summary>Whether <c>format</c> is checked. Default false: it only describes, as the specification has it.</summary>
    public bool AssertFormats { get; init; }

    /// <summary>Largest number of faults that a result holds, at least 1. Default 50.</summary>
    public int MaxFaults { get; init; } = 50;

    /// <summary>How deep schemas may be applied inside each other during one check, at least 1. Default 1000.</summary>
    public int MaxDepth { get; init; } = 1000;

    /// <summary>How many schemas may be applied during one check, at least 1. Default 5,000,000 (a few seconds).</summary>
    public int MaxSteps { get; init; } = 5_000_000;

    /// <summary>How many schema objects may be read for one schema, referred documents included, at least 1. Default 20,000.</summary>
    public int MaxSchemas { get; init; } = 20_000;

    /// <summary>Longest time for one match of one pattern. Default 200 ms; a match that takes longer counts as a fault.</summary>
    public TimeSpan PatternTimeout { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest pattern in characters, at least 1. Default 8192.</summary>
    public int MaxPatternLength { get; init; } = 8192;
}
