namespace Axle.Workflows.Definition.Source;

/// <summary>A line of C# that made a part of a text.</summary>
/// <param name="Offset">Where in the text the part begins; it ends where the next one begins.</param>
/// <param name="File">Name of the file, without folders.</param>
/// <param name="Line">Line, from 1.</param>
internal readonly record struct CodePlace(int Offset, string File, int Line);
