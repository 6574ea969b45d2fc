namespace Axle.Workflows.Definition.Source;

/// <summary>How a scalar is written, which decides where its characters are in the file.</summary>
internal enum TextStyle
{
    /// <summary>Without quotes.</summary>
    Plain,

    /// <summary>In single quotes.</summary>
    SingleQuoted,

    /// <summary>In double quotes, YAML or JSON.</summary>
    DoubleQuoted,

    /// <summary>A block after <c>|</c>.</summary>
    Literal,

    /// <summary>A block after <c>&gt;</c>.</summary>
    Folded,
}
