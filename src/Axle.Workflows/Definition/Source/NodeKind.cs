namespace Axle.Workflows.Definition.Source;

/// <summary>What a node of a file is. Scalars have the types of the YAML 1.2 core schema.</summary>
internal enum NodeKind
{
    /// <summary>Nothing: <c>null</c>, <c>~</c> or an empty value.</summary>
    Null,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>Another number.</summary>
    Float,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A list.</summary>
    List,

    /// <summary>Keys with values.</summary>
    Mapping,
}
