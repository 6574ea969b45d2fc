using System.CommandLine;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Servers;
using Axle.Client.Runs;
using Axle.Workflows.Ports;
using RunStatus = Axle.Workflows.Runs.RunStatus;

namespace Axle.Cli.Commands.Workflows;

/// <summary><c>ax workflow list</c>: the newest runs.</summary>
internal sealed class WorkflowListCommand : AxCommand
{
    private const int MostRuns = 1000;

    private readonly Option<string[]> _status = new("--status")
    {
        Description = $"Only runs of this status: {string.Join(", ", Enum.GetValues<RunStatus>().Select(Words.Name))}. May be repeated.",
        HelpName = "STATUS",
    };

    private readonly Option<string?> _workflow = new("--workflow") { Description = "Only runs of this workflow.", HelpName = "NAME" };
    private readonly Option<int> _limit = new("--limit", "-n")
    {
        Description = $"At most so many, 1 to {MostRuns}. Default: 20.",
        HelpName = "N",
        DefaultValueFactory = static _ => 20,
    };

    public WorkflowListCommand(CommandContext context)
        : base(context, "list", "List runs, newest first.",
            new("ax workflow list", "The last 20 runs"),
            new("ax workflow list --status failed --status paused", "Runs that wait for somebody"))
    {
        Add(_status);
        Add(_workflow);
        Add(_limit);
        WorksAtServer(ListAsync);
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var query = new RunQuery([.. (call.Get(_status) ?? []).Select(Status)], call.Get(_workflow), Limit(call));
        await using var host = call.Compose();
        var rows = host.HasDatabase ? await host.Store.ListRunsAsync(query, cancellationToken) : [];
        foreach (var fault in rows.Select(static r => r.Fault).OfType<string>())
            call.Note($"warning: {fault}");
        if (call.Json)
        {
            call.WriteDocument(new RunListDocument([.. rows.Select(RunRowPart.Of)], host.Place), CliJson.Context.RunListDocument);
            return ExitCodes.Success;
        }

        if (rows.Count == 0)
            call.Note(host.HasDatabase ? "No runs." : $"No runs: there is no database at '{host.Place}'. 'ax workflow execute' makes it.");
        else
            RunTable.Write(call, rows);
        return ExitCodes.Success;
    }

    private async Task<int> ListAsync(Invocation call, ServerSession server, CancellationToken cancellationToken)
    {
        var listing = new RunListing
        {
            Status = [.. (call.Get(_status) ?? []).Select(static s => Enum.Parse<Client.Runs.RunStatus>(Status(s).ToString()))],
            Workflow = call.Get(_workflow),
        };
        var runs = await server.Client.Runs.ListAsync(listing, cancellationToken).Take(Limit(call)).ToListAsync(cancellationToken);
        if (call.Json)
        {
            call.WriteDocument(new RunListDocument([.. runs.Select(RunRowPart.Of)], server.Url.ToString()), CliJson.Context.RunListDocument);
            return ExitCodes.Success;
        }

        if (runs.Count == 0)
            call.Note($"No runs at {server.Url}.");
        else
            RunTable.Write(call, runs);
        return ExitCodes.Success;
    }

    private int Limit(Invocation call) => call.Get(_limit) is >= 1 and <= MostRuns and var limit
        ? limit
        : throw new UsageException($"--limit {call.Get(_limit)} is out of range. Use 1 to {MostRuns}.");

    private static RunStatus Status(string text)
    {
        var statuses = Enum.GetValues<RunStatus>();
        foreach (var status in statuses)
        {
            if (string.Equals(Words.Name(status), text, StringComparison.OrdinalIgnoreCase))
                return status;
        }

        throw new UsageException($"--status '{text}' does not exist. Use one of {string.Join(", ", statuses.Select(Words.Name))}.");
    }
}
