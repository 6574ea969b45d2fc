namespace Axle.Tools.BuiltIn.Code.Structure.Outlines;

/// <summary>What a block of code is.</summary>
internal enum BlockKind
{
    /// <summary>Initialiser, scope, namespace: counts for nothing.</summary>
    Other = 0,

    /// <summary>A named function, method, procedure or build target.</summary>
    Function,

    /// <summary>A class, struct, interface, module with members.</summary>
    Type,

    /// <summary>A branch or a loop: deepens the nesting.</summary>
    Control,

    /// <summary>A function without a name: belongs to the function around it.</summary>
    Lambda,
}
