namespace Axle.Tools.BuiltIn.Code.Structure.Outlines.Braces;

/// <summary>What stands before a brace, or before an expression that is a body.</summary>
/// <param name="Indexes">The statement's tokens outside brackets; a bracket pair is there by its opening one. May be empty.</param>
/// <param name="Brace">The opening brace; the arrow or equals sign of an expression.</param>
/// <param name="Last">The closing brace; the same as <paramref name="Brace"/> for an expression, whose end is found later.</param>
internal sealed record BraceHeader(List<int> Indexes, int Brace, int Last)
{
    /// <summary>The first token of the statement; the brace itself when nothing stands before it.</summary>
    public int First => Indexes.Count == 0 ? Brace : Indexes[0];

    /// <summary>Whether the body is an expression and not a block.</summary>
    public bool IsExpression => Brace == Last;

    /// <summary>The function that this header announces.</summary>
    public CodeBlock Function(string name, int nameToken, int parameters) => new(BlockKind.Function, First, Last, name, nameToken, parameters);

    /// <summary>A block without a name.</summary>
    public CodeBlock Nameless(BlockKind kind) => new(kind, First, Last, "", Brace, 0);
}
