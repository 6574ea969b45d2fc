using System.CommandLine;
using Axle.Cli.Hosting;
using Axle.Cli.Sources;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands;

/// <summary>A command about one run that exists: it has argument RUN, and finds the run before it does its work.</summary>
internal abstract class OneRunCommand : AxCommand
{
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
        throw new UsageException("RUN is missing. Name a run, or 'latest'.");

    /// <summary>The run as it was named.</summary>
    protected string RunOf(Invocation call) => call.Require(_run);

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
