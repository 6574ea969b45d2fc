using System.CommandLine;
using System.CommandLine.Completions;
using Axle.Cli.Sources;

namespace Axle.Cli.Commands;

/// <summary>The argument that names a run.</summary>
internal static class RunArgument
{
    public static Argument<string> Create()
    {
        var run = new Argument<string>("RUN") { Description = $"The run: its id, the beginning or end of it, or '{RunReference.Latest}'." };
        run.CompletionSources.Add(static _ => [new CompletionItem(RunReference.Latest)]);
        return run;
    }
}
