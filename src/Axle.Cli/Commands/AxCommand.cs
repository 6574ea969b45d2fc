using System.CommandLine;
using Axle.Cli.Servers;

namespace Axle.Cli.Commands;

/// <summary>A command that does something. One class a command; it reads its options, does the work and returns one of <see cref="ExitCodes"/>.</summary>
internal abstract class AxCommand : Command
{
    private (ServerOption Server, ServerWork Work)? _atServer;

    /// <summary>Names the command.</summary>
    /// <param name="context">What it is made from.</param>
    /// <param name="name">The verb.</param>
    /// <param name="description">What it does, in a sentence.</param>
    /// <param name="examples">At least one line to try.</param>
    protected AxCommand(CommandContext context, string name, string description, params Example[] examples)
        : base(name, description)
    {
        Examples = examples;
        SetAction((parse, cancellationToken) => BeginAsync(new Invocation(parse, context), cancellationToken));
    }

    /// <summary>Lines to try, shown by <c>--help</c>.</summary>
    public IReadOnlyList<Example> Examples { get; }

    /// <summary>What a reader must know beyond options and arguments; one paragraph each. May be empty.</summary>
    public IReadOnlyList<string> Remarks { get; protected init; } = [];

    /// <summary>Has the command work at a server, too, when <c>--server</c> names one.</summary>
    protected void WorksAtServer(ServerWork work) => Add((_atServer = (new ServerOption(), work)).Value.Server);

    /// <summary>Does it.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    protected abstract Task<int> RunAsync(Invocation call, CancellationToken cancellationToken);

    private Task<int> BeginAsync(Invocation call, CancellationToken cancellationToken) =>
        _atServer is ({ } option, { } work) && call.Get(option) is { Length: > 0 } address
            ? ServerSession.UseAsync(call, address, work, cancellationToken)
            : RunAsync(call, cancellationToken);
}
