namespace Axle.Tools.BuiltIn.Code.Symbols;

/// <summary>Something that code declares.</summary>
/// <param name="Name">Its own name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Container">The names of what it stands in, outermost first, joined by dots; null at the top of a file.</param>
/// <param name="File">The file, relative to the workspace.</param>
/// <param name="Line">The line of its name, from 1.</param>
/// <param name="EndLine">Its last line.</param>
/// <param name="Parameters">How many parameters a function has; null for everything else.</param>
internal sealed record CodeSymbol(string Name, SymbolKind Kind, string? Container, string File, int Line, int EndLine, int? Parameters);
