namespace Axle.Cli.Commands;

/// <summary>A line to try.</summary>
/// <param name="Line">The command line, whole.</param>
/// <param name="Says">What it does, in a few words.</param>
internal sealed record Example(string Line, string Says);
