using System.Runtime.InteropServices;

namespace Axle.Tools.BuiltIn.Code.Duplication;

/// <summary>A token as clones are compared by: names and literals keep only their kind or text as a number.</summary>
/// <param name="Value">Equal for tokens that count as equal.</param>
/// <param name="Line">The token's line.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CloneToken(int Value, int Line)
{
    /// <summary>Set in the value of names and keywords.</summary>
    public const int WordBit = 8;

    /// <summary>Whether the token is a name or a keyword.</summary>
    public bool IsWord => (Value & WordBit) != 0;
}
