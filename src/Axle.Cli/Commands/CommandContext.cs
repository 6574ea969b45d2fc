using Axle.Cli.Hosting;

namespace Axle.Cli.Commands;

/// <summary>What every command is made from.</summary>
/// <param name="Outside">The world around the process.</param>
/// <param name="Globals">Options that every command takes.</param>
internal sealed record CommandContext(Outside Outside, GlobalOptions Globals);
