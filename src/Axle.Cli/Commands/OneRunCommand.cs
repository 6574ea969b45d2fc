using System.CommandLine;
using Axle.Cli.Hosting;
using Axle.Cli.Servers;
using Axle.Cli.Sources;
using Axle.Client.Runs;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands;

/// <summary>A command about one run that exists: it has argument RUN, and finds the run before it does its work.</summary>
internal abstract class OneRunCommand : AxCommand
{
    private const string RunMissing = "RUN is missing. Name a run, or 'latest'.";
    private readonly Argument<string> _run;

    protected OneRunCommand(CommandContext context, string name, string description, params Example[] examples)
        : base(context, name, description, examples)
    {
        _run = RunArgument.Create();
        Add(_run);
    }

    /// <summary>Does it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="host">Axle.</param>
    /// <param name="row">The run.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    protected abstract Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken);

    /// <summary>The run's argument, for commands that can do without.</summary>
    protected void MakeRunOptional(string meaning)
    {
        _run.Arity = ArgumentArity.ZeroOrOne;
        _run.Description = $"{_run.Description} {meaning}";
    }

    /// <summary>What to do when no run was named; only after <see cref="MakeRunOptional"/>.</summary>
    protected virtual Task<int> RunWithoutAsync(Invocation call, AxleHost host, CancellationToken cancellationToken) =>
        throw new UsageException(RunMissing);

    /// <summary>Has the command work at a server, too, on the run that is meant there.</summary>
    protected void WorksOnRunAtServer(Func<Invocation, ServerSession, Run, CancellationToken, Task<int>> work) =>
        WorksAtServer(async (call, server, stop) => call.Get(_run) is { Length: > 0 } run
            ? await work(call, server, await server.FindRunAsync(run, stop), stop)
            : await WithoutRunAtServerAsync(call, server, stop));

    /// <summary>What to do at a server when no run was named; only after <see cref="MakeRunOptional"/>.</summary>
    protected virtual Task<int> WithoutRunAtServerAsync(Invocation call, ServerSession server, CancellationToken cancellationToken) =>
        throw new UsageException(RunMissing);

    /// <summary>How Axle is put together for the call.</summary>
    protected virtual void Configure(AxleOptions options)
    {
    }

    protected sealed override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose(Configure);
        if (call.Get(_run) is not { Length: > 0 } run)
            return await RunWithoutAsync(call, host, cancellationToken);
        var row = await RunReference.FindAsync(host.RequireStore(), run, cancellationToken);
        return await RunAsync(call, host, row, cancellationToken);
    }
}
