namespace Axle.Tools.BuiltIn.Sources.Lexing;

/// <summary>A heredoc that was announced on the current line.</summary>
/// <param name="Name">The line that ends it.</param>
/// <param name="Indented">Whether the ending line may be indented.</param>
internal sealed record Heredoc(string Name, bool Indented);
