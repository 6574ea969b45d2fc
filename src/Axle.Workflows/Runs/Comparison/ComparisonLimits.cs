namespace Axle.Workflows.Runs.Comparison;

/// <summary>How much a comparison looks at and tells. What was left out is always said.</summary>
public sealed record ComparisonLimits
{
    /// <summary>The limits that a terminal and a page can show.</summary>
    public static ComparisonLimits Standard { get; } = new();

    /// <summary>Changes that are kept of one JSON value (inputs, an output): 1 to 100,000; 200 by default. The others are counted.</summary>
    public int Changes { get; init; } = 200;

    /// <summary>Steps that differ and are kept: 1 to 100,000; 1,000 by default. The others are counted.</summary>
    public int Steps { get; init; } = 1_000;

    /// <summary>
    /// Edits after which two sequences (the items of an array, the lines of a text) count as replaced as a whole between what they begin and
    /// end with in common: 1 to 2,000; 1,000 by default. Memory grows with its square.
    /// </summary>
    public int Edits { get; init; } = 1_000;

    /// <summary>Strings of at least so many characters, and strings of several lines, are compared inside: 1 or more; 60 by default.</summary>
    public int LongText { get; init; } = 60;

    /// <summary>Characters of a text that are compared inside; longer ones are replaced as a whole: 100,000 by default.</summary>
    public int MostText { get; init; } = 100_000;

    /// <summary>Says which limit is out of range.</summary>
    /// <exception cref="AxleException">Validation: one is.</exception>
    internal ComparisonLimits Checked() => (Changes, Steps, Edits, LongText, MostText) is
        ( >= 1 and <= 100_000, >= 1 and <= 100_000, >= 1 and <= 2_000, >= 1, >= 1 and <= 10_000_000)
            ? this
            : throw new AxleException(
                ErrorKind.Validation,
                "The limits of a comparison are out of range: Changes and Steps take 1 to 100,000, Edits 1 to 2,000, MostText 1 to 10,000,000.");
}
