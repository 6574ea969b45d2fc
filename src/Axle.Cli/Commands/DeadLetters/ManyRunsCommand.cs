using System.CommandLine;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Servers;
using Axle.Client;
using Axle.Client.DeadLetters;
using Axle.Client.Runs;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.DeadLetters;

/// <summary>A command about one dead letter, or with <c>--all</c> or <c>--workflow</c> about many; <c>--dry-run</c> only lists them.</summary>
internal abstract class ManyRunsCommand : OneRunCommand
{
    private const int MostRuns = 100_000;
    private readonly Option<bool> _all = new("--all") { Description = "All there are, instead of RUN." };
    private readonly Option<string?> _workflow = new("--workflow") { Description = "All of this workflow, instead of RUN.", HelpName = "NAME" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only list what it would be done to." };

    protected ManyRunsCommand(CommandContext context, string name, string description, params Example[] examples)
        : base(context, name, description, examples)
    {
        MakeRunOptional("Or --all, or --workflow.");
        Add(_all);
        Add(_workflow);
        Add(_dryRun);
        WorksOnRunAtServer((call, server, run, stop) =>
        {
            CheckOne(call, run.Id, ServedRuns.Name(run.Status), run.Attention.Contains(Words.Name(RunAttention.DeadLetter)));
            return call.Get(_dryRun) ? AnswerAsync(call, [Part(run)]) : DoOneAsync(call, server, run, stop);
        });
    }

    /// <summary>Does it to one run of many.</summary>
    /// <returns>The run's row afterwards.</returns>
    protected abstract Task<RunRow> DoAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken);

    /// <summary>Does it to the one run that was named, and answers the call.</summary>
    protected abstract Task<int> DoOneAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken);

    /// <summary>Has a server do it to one run of many.</summary>
    /// <returns>The run afterwards.</returns>
    protected abstract Task<Run> DoAsync(Invocation call, ServerSession server, string run, CancellationToken cancellationToken);

    /// <summary>Has a server do it to the one run that was named, and answers the call.</summary>
    protected abstract Task<int> DoOneAsync(Invocation call, ServerSession server, Run run, CancellationToken cancellationToken);

    /// <summary>Whether it is done, by where a run is afterwards.</summary>
    protected virtual bool IsDone(string status) => true;

    /// <summary>Throws when there is an option that fits one run only.</summary>
    protected virtual void CheckMany(Invocation call)
    {
    }

    protected sealed override Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        CheckOne(call, row.Run.Value, Words.Name(row.Status), row.Attention.HasFlag(RunAttention.DeadLetter));
        return call.Get(_dryRun) ? AnswerAsync(call, [Part(row, null)]) : DoOneAsync(call, host, row, cancellationToken);
    }

    protected sealed override async Task<int> RunWithoutAsync(Invocation call, AxleHost host, CancellationToken cancellationToken)
    {
        CheckChoice(call);
        var rows = await RunRows.ListAsync(host, new RunQuery([], call.Get(_workflow), Attention: RunAttention.DeadLetter), MostRuns, cancellationToken);
        return await DoAllAsync(call, rows.Reverse(), row => Part(row, null), row => TryAsync(call, host, row, cancellationToken));
    }

    protected sealed override async Task<int> WithoutRunAtServerAsync(Invocation call, ServerSession server, CancellationToken cancellationToken)
    {
        CheckChoice(call);
        var letters = await server.Client.DeadLetters.ListAsync(call.Get(_workflow), cancellationToken)
            .Where(static l => l.Why == "failed").Take(MostRuns).ToListAsync(cancellationToken);
        return await DoAllAsync(call, letters.AsEnumerable().Reverse(), static l => Part(l, null), letter => TryAsync(call, server, letter, cancellationToken));
    }

    private void CheckOne(Invocation call, string run, string status, bool isDeadLetter)
    {
        if (call.Get(_all) || call.Get(_workflow) is not null)
            throw new UsageException("RUN, --all and --workflow exclude each other. Give one of them.");
        if (!isDeadLetter)
            throw new AxleException(ErrorKind.Validation, $"Run {run} is {status} and no dead letter. 'ax deadletter list' shows those there are.");
    }

    private void CheckChoice(Invocation call)
    {
        if (!call.Get(_all) && call.Get(_workflow) is null)
            throw new UsageException("Name a run, or say --all or --workflow NAME.");
        CheckMany(call);
    }

    private async Task<int> DoAllAsync<T>(Invocation call, IEnumerable<T> runs, Func<T, OneOfManyPart> shown, Func<T, Task<OneOfManyPart>> tried)
    {
        var parts = new List<OneOfManyPart>();
        foreach (var run in runs)
        {
            parts.Add(call.Get(_dryRun) ? shown(run) : await tried(run));
            if (!call.Json)
                call.Say(Line(parts[^1]));
        }

        if (parts.Count == 0)
            call.Note("No dead letters.");
        return await AnswerAsync(call, parts);
    }

    private Task<int> AnswerAsync(Invocation call, List<OneOfManyPart> parts)
    {
        if (call.Json)
            call.WriteDocument(new ManyRunsDocument(call.Get(_dryRun), [.. parts]), CliJson.Context.ManyRunsDocument);
        else if (call.Get(_dryRun))
            call.Note($"{Words.Count(parts.Count, "run")}; nothing was done.");
        return Task.FromResult(call.Get(_dryRun) || parts.All(p => p.Error is null && IsDone(p.Status)) ? ExitCodes.Success : ExitCodes.Failed);
    }

    private async Task<OneOfManyPart> TryAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        try
        {
            return Part(await DoAsync(call, host, row, cancellationToken), null);
        }
        catch (Exception fault) when (fault is AxleException or RunHeldException or RunConflictException)
        {
            // One run that cannot be helped must not keep the others from it.
            return Part(row, fault.Message);
        }
    }

    private async Task<OneOfManyPart> TryAsync(Invocation call, ServerSession server, DeadLetter letter, CancellationToken cancellationToken)
    {
        try
        {
            return Part(await DoAsync(call, server, letter.Id, cancellationToken));
        }
        catch (AxleClientException refused)
        {
            return Part(letter, refused.Message);
        }
    }

    private static string Line(OneOfManyPart part) => $"{part.RunId}  {part.Workflow}  {part.Error ?? part.Status}";

    private static OneOfManyPart Part(RunRow row, string? error) => new(row.Run.Value, row.Workflow, Words.Name(row.Status), error);

    private static OneOfManyPart Part(Run run) => new(run.Id, run.Workflow, ServedRuns.Name(run.Status), null);

    private static OneOfManyPart Part(DeadLetter letter, string? error) => new(letter.Id, letter.Workflow, Words.Name(letter.Status), error);
}
