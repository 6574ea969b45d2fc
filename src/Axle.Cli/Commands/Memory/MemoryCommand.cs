using System.CommandLine;
using Axle.Agents.Memory;
using Axle.Cli.Hosting;
using Axle.Cli.Sources;

namespace Axle.Cli.Commands.Memory;

/// <summary>A command about the notes that agents share: those of this directory, or of a run.</summary>
internal abstract class MemoryCommand : AxCommand
{
    private readonly Option<string?> _run = new("--run")
    {
        Description = "The notes of this run: its id, the beginning or end of it, or 'latest'. Without it those of this directory.",
        HelpName = "RUN",
    };

    protected MemoryCommand(CommandContext context, string name, string description, params Example[] examples)
        : base(context, name, description, examples) => Add(_run);

    /// <summary>Whose notes are meant.</summary>
    protected async Task<MemoryScope> ScopeAsync(Invocation call, AxleHost host, CancellationToken cancellationToken) =>
        call.Get(_run) is { Length: > 0 } run && await RunReference.FindAsync(host.RequireStore(), run, cancellationToken) is var row
            ? MemoryScope.OfRun(row.Run, row.Tenant)
            : MemoryScope.OfWorkspace(call.Outside.Directory);

    /// <summary>The note of that name.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>: there is none.</exception>
    protected static async Task<Note> FindAsync(AxleHost host, MemoryScope scope, string name, CancellationToken cancellationToken) =>
        (host.HasDatabase ? await host.Get<SharedMemory>().FindAsync(scope, name, cancellationToken) : null)
        ?? throw new AxleException(ErrorKind.NotFound, $"There is no note '{name}' here. 'ax memory list' shows those of this directory, with --run those of a run.");
}
