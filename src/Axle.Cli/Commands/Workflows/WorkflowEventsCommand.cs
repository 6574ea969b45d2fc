using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Output.Progress;
using Axle.Cli.Servers;
using Axle.Cli.Sources;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Cli.Commands.Workflows;

/// <summary><c>ax workflow events</c>: the whole history of a run, or what is new in it as it happens.</summary>
internal sealed class WorkflowEventsCommand : AxCommand
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly JsonSerializerOptions Line = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Argument<string> _run = RunArgument.Create();
    private readonly Option<long> _after = new("--after")
    {
        Description = "Only events after this number. Default: 0, all.",
        HelpName = "N",
    };

    private readonly Option<bool> _follow = new("--follow", "-f")
    {
        Description = "Wait for more until the run ends or pauses. With --json every event is a document on a line of its own.",
    };

    private readonly Option<string[]> _type = new("--type")
    {
        Description = "Only events of this type, for example step-failed. May be repeated.",
        HelpName = "TYPE",
    };

    public WorkflowEventsCommand(CommandContext context)
        : base(context, "events", "Show the events of a run: every start, attempt, result, retry, signal and decision, with time and cause.",
            new("ax workflow events latest", "The whole history of the last run"),
            new("ax workflow events latest --follow", "Watch a run that another process executes"),
            new("ax workflow events latest --type step-failed --json", "What failed, as JSON"))
    {
        Add(_run);
        Add(_after);
        Add(_follow);
        Add(_type);
        WorksAtServer(ShowAsync);
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var row = await RunReference.FindAsync(host.RequireStore(), call.Require(_run), cancellationToken);
        var types = (call.Get(_type) ?? []).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var seen = call.Get(_after);
        if (!call.Get(_follow))
        {
            var events = Select(await host.Store.ReadEventsAsync(row.Run, seen, cancellationToken), types);
            Write(call, row.Run, events);
            return ExitCodes.Success;
        }

        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var watching = call.Outside.Interrupts.Watch(_ => stopping.Cancel());
        while (true)
        {
            // The status first: an event that comes between the two reads is then found by the last read, never missed.
            var now = await host.Store.FindRunAsync(row.Run, cancellationToken) ?? row;
            var events = await host.Store.ReadEventsAsync(row.Run, seen, cancellationToken);
            foreach (var recorded in Select(events, types))
                WriteLine(call, recorded);
            seen = events.Count > 0 ? events[^1].Seq : seen;
            if ((now.Status.IsEnded() || now.Status == RunStatus.Paused) && seen >= now.LastSeq)
                return ExitCodes.Of(now.Status);
            if (!await WaitAsync(call, stopping.Token))
                return ExitCodes.Success;
        }
    }

    private async Task<int> ShowAsync(Invocation call, ServerSession server, CancellationToken cancellationToken)
    {
        var run = await server.FindRunAsync(call.Require(_run), cancellationToken);
        var types = (call.Get(_type) ?? []).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var shown = new ServedRuns(call, server);
        var isWanted = bool (Client.Runs.RunEvent happened) => types.Count == 0 || types.Contains(happened.Type);
        if (!call.Get(_follow))
        {
            var events = await server.Client.Runs.EventsAsync(run.Id, call.Get(_after), cancellationToken).Where(isWanted).ToListAsync(cancellationToken);
            if (call.Json)
                call.WriteDocument(new EventListDocument(run.Id, [.. events.Select(ServedRuns.ToJson)]), CliJson.Context.EventListDocument);
            else
                events.ForEach(shown.Write);
            return ExitCodes.Success;
        }

        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var watching = call.Outside.Interrupts.Watch(_ => stopping.Cancel());
        try
        {
            // All that is known first: a run that has ended says nothing new.
            await foreach (var happened in server.Client.Runs.WatchAsync(run.Id, 0, stopping.Token))
            {
                if (happened.Seq > call.Get(_after) && isWanted(happened))
                    shown.Write(happened);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Somebody has seen enough; the run is not touched by that.
            return ExitCodes.Success;
        }

        return ServedRuns.CodeOf(await server.Client.Runs.GetAsync(run.Id, cancellationToken));
    }

    private static async Task<bool> WaitAsync(Invocation call, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(LookEvery, call.Outside.Time, stopping);
            return true;
        }
        catch (OperationCanceledException)
        {
            // Somebody has seen enough; the run is not touched by that.
            return false;
        }
    }

    private static ImmutableArray<RecordedEvent> Select(IReadOnlyList<RecordedEvent> events, HashSet<string> types) =>
        [.. events.Where(e => types.Count == 0 || types.Contains(RunEventJson.NameOf(e.Event)))];

    private static void Write(Invocation call, RunId run, ImmutableArray<RecordedEvent> events)
    {
        if (call.Json)
            call.WriteDocument(new EventListDocument(run.Value, [.. events.Select(ToJson)]), CliJson.Context.EventListDocument);
        else
            Array.ForEach([.. events], recorded => WriteLine(call, recorded));
    }

    private static void WriteLine(Invocation call, RecordedEvent recorded)
    {
        if (call.Json)
        {
            call.Say(ToJson(recorded).ToJsonString(Line));
            return;
        }

        var seq = recorded.Seq.ToString(CultureInfo.InvariantCulture);
        call.Say($"{seq,5}  {Words.TimeOfDay(recorded.At, call.Outside.Time)}  {EventText.Line(recorded.Event, static _ => null, call.Outside.Time)}");
        foreach (var (path, text) in EventText.Decisions(recorded.Event))
            call.Say($"{"",21}{path}: {text}");
    }

    private static JsonObject ToJson(RecordedEvent recorded)
    {
        var stored = JsonNode.Parse(RunEventJson.Write(recorded.Event))!.AsObject();
        var json = new JsonObject { ["seq"] = recorded.Seq, ["at"] = recorded.At };
        foreach (var (name, value) in stored.ToList())
        {
            stored.Remove(name);
            json[name] = value;
        }

        return json;
    }
}
