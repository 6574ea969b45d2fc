using System.Collections.Immutable;

namespace Axle.Tools.BuiltIn.Shell;

/// <summary>Which programs <c>shell.run</c> may start. Without names it starts none.</summary>
/// <param name="Programs">Names of programs, without folders: <c>dotnet</c>, <c>npm</c>.</param>
public sealed record ShellOptions(ImmutableArray<string> Programs)
{
    /// <summary>No program at all.</summary>
    public static ShellOptions Default { get; } = new([]);
}
