namespace Axle.Tools.BuiltIn.Code.Structure.Outlines;

/// <summary>A block of code, by indexes into the file's tokens without comments.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="First">First token that belongs to it, its header included.</param>
/// <param name="Last">Last token.</param>
/// <param name="Name">Name of a function or type; empty otherwise.</param>
/// <param name="NameToken">The token that carries the name; <paramref name="First"/> when there is none.</param>
/// <param name="Parameters">Number of parameters of a function.</param>
/// <param name="Word">The keyword of a control block.</param>
internal sealed record CodeBlock(BlockKind Kind, int First, int Last, string Name, int NameToken, int Parameters, string Word = "");
