using System.Text.Json.Serialization;

namespace Axle.Tools.BuiltIn.Code.Structure;

/// <summary>What was measured of one file.</summary>
/// <param name="File">Path relative to the workspace.</param>
/// <param name="Language">The language's id.</param>
/// <param name="Lines">All lines.</param>
/// <param name="CodeLines">Lines with at least one token that is no comment.</param>
/// <param name="CommentLines">Lines with comments only; documentation strings count as comments.</param>
/// <param name="BlankLines">Lines with neither.</param>
/// <param name="Types">Classes, structs, interfaces and the like.</param>
/// <param name="Functions">The functions, in order.</param>
public sealed record FileStructure(
    string File, string Language, int Lines, int CodeLines, int CommentLines, int BlankLines, int Types,
        [property: JsonIgnore] IReadOnlyList<FunctionFact> Functions)
{
    /// <summary>How many functions there are.</summary>
    public int FunctionCount => Functions.Count;
}
