using System.CommandLine;

namespace Axle.Cli.Commands;

/// <summary>The argument that names a run.</summary>
internal static class RunArgument
{
    public static Argument<string> Create() => new("RUN") { Description = "The run: its id, the beginning or end of it, or 'latest'." };
}
