using System.Globalization;
using System.Text.Json.Nodes;
using Axle.Cli.Commands;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Cli.Runs;

/// <summary>
/// Sends a signal to a run and tells what became of it. When an engine or another process has the run, that one acts on it; else it is acted
/// on here, and the run is stayed with when that started something.
/// </summary>
/// <param name="call">The call.</param>
/// <param name="host">Axle.</param>
internal sealed class SignalSending(Invocation call, AxleHost host)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);
    private bool _actedHere;

    /// <summary>Sends it and answers the call.</summary>
    /// <param name="row">The run.</param>
    /// <param name="name">The signal.</param>
    /// <param name="body">What it brings.</param>
    /// <param name="done">What to say when it was acted on and nothing goes on here.</param>
    /// <param name="id">Its id; null for a new one.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <returns>The exit code: of the run, when it went on here.</returns>
    /// <exception cref="AxleException">Validation: the run ignored the signal; the message says why.</exception>
    public async Task<int> SendAsync(
        RunRow row, string name, JsonNode? body, Func<RunRow, string> done, string? id, CancellationToken cancellationToken)
    {
        var (now, applied) = await SendAsync(row, name, body, id, cancellationToken);
        var session = new RunSession(call, host);
        var code = ExitCodes.Success;
        var goesOn = $"Nobody else executes run {row.Run}, so it goes on here.";
        if (await session.FindWorkingAsync(row.Run) is { } handle)
        {
            call.Note(goesOn);
            (code, _, var stopped) = await session.StayAsync(handle, row.LastSeq);
            if (!call.Json)
                await session.WriteEndAsync(row.Run, stopped);
            now = await host.Store.FindRunAsync(row.Run, CancellationToken.None) ?? now;
        }
        else if (_actedHere && (now.Status == RunStatus.Compensating || await EndedByWorkAsync(row, cancellationToken)))
        {
            // Its steps were done before anybody could look.
            call.Note(goesOn);
            code = await session.ShowAsync(row.Run, row.LastSeq);
            if (!call.Json)
                await session.WriteEndAsync(row.Run, stopped: false);
            now = await host.Store.FindRunAsync(row.Run, CancellationToken.None) ?? now;
        }
        else if (!call.Json)
        {
            call.Say(applied ? done(now) : $"Run {row.Run} has the signal '{name}'; the process that executes it has not acted on it yet. 'ax workflow status {row.Run}' shows when it has.");
        }

        if (call.Json)
            call.WriteDocument(new SignalDocument(row.Run.Value, name, applied, Words.Name(now.Status)), CliJson.Context.SignalDocument);
        return code;
    }

    /// <summary>Sends it, and waits a moment for whoever executes the run.</summary>
    /// <returns>The run's row afterwards, and whether the signal was acted on.</returns>
    /// <exception cref="AxleException">Validation: the run ignored the signal; the message says why.</exception>
    public async Task<(RunRow Row, bool Applied)> SendAsync(RunRow row, string name, JsonNode? body, string? id, CancellationToken cancellationToken)
    {
        var now = call.Outside.Time.GetUtcNow();
        id ??= string.Create(CultureInfo.InvariantCulture, $"{name}-{now.ToUnixTimeMilliseconds()}-{Random.Shared.NextInt64():x}");
        var applied = false;
        if (await host.HasEngineAsync(cancellationToken))
        {
            // The engine is there to execute runs; here it would end with the terminal.
            var payload = Payload.FromJson(System.Text.Encoding.UTF8.GetBytes(JsonOf(body)));
            RunSignals.Check(name, payload);
            await host.Store.SendSignalAsync(new RunSignal(row.Run, id, name, payload, AxleHost.ActorOf(call.Outside), now), cancellationToken);
        }
        else
        {
            (_, applied) = await host.Engine.SignalAsync(row.Run, name, JsonOf(body), signalId: id, cancellationToken: cancellationToken);
            _actedHere = applied;
        }

        applied = applied || await WasTakenAsync(row.Run, id, cancellationToken);
        if (applied && await IgnoredAsync(row, id, cancellationToken) is { } why)
            throw new AxleException(ErrorKind.Validation, $"Run {row.Run} ignored the signal '{name}': {why}.");
        return (await host.Store.FindRunAsync(row.Run, cancellationToken) ?? row, applied);
    }

    private static string JsonOf(JsonNode? body) => body?.ToJsonString() ?? "null";

    private async Task<bool> WasTakenAsync(RunId run, string id, CancellationToken cancellationToken)
    {
        var began = call.Outside.Time.GetTimestamp();
        while ((await host.Store.ReadSignalsAsync(run, cancellationToken)).Any(s => s.Id == id))
        {
            if (call.Outside.Time.GetElapsedTime(began) > LongestWait)
                return false;
            await Task.Delay(LookEvery, call.Outside.Time, cancellationToken);
        }

        return true;
    }

    private async Task<bool> EndedByWorkAsync(RunRow row, CancellationToken cancellationToken) =>
        await host.Store.FindRunAsync(row.Run, cancellationToken) is { } now && now.Status.IsEnded()
        && (await host.Store.ReadEventsAsync(row.Run, row.LastSeq, cancellationToken)).Any(static e => e.Event is StepStarted);

    private async Task<string?> IgnoredAsync(RunRow row, string id, CancellationToken cancellationToken)
    {
        foreach (var recorded in await host.Store.ReadEventsAsync(row.Run, row.LastSeq, cancellationToken))
        {
            if (recorded.Event is SignalIgnored ignored && ignored.Id == id)
                return ignored.Reason;
        }

        return null;
    }
}
