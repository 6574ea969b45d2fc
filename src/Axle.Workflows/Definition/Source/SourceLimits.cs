namespace Axle.Workflows.Definition.Source;

/// <summary>How large a workflow file may be. All of it is checked before anything is built from the file.</summary>
internal static class SourceLimits
{
    /// <summary>Bytes of a file, or characters of a text.</summary>
    public const int FileSize = 2 * 1024 * 1024;

    /// <summary>Lists and mappings inside each other.</summary>
    public const int Nesting = 64;

    /// <summary>Keys, values, lists and mappings, aliases counted as often as they are used.</summary>
    public const int Nodes = 100_000;

    /// <summary>Characters of all values, aliases counted as often as they are used.</summary>
    public const int ExpandedText = 2 * FileSize;

    /// <summary>Characters of one value.</summary>
    public const int ScalarLength = 1024 * 1024;

    /// <summary>Steps, inner ones included.</summary>
    public const int Steps = 10_000;

    /// <summary>Faults that are reported; the others are only counted.</summary>
    public const int Faults = 100;
}
