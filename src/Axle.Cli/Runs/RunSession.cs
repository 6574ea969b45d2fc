using Axle.Cli.Commands;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Progress;
using Axle.Workflows.Engine;
using Axle.Workflows.Runs;
using Spectre.Console;

namespace Axle.Cli.Runs;

/// <summary>What commands share that stay with a run: attend it while it goes, then tell how it stands.</summary>
/// <param name="call">The call.</param>
/// <param name="host">Axle.</param>
internal sealed class RunSession(Invocation call, AxleHost host)
{
    /// <summary>Attends the run to its end, pause or stop, and answers the call with how it stands.</summary>
    /// <param name="handle">The run.</param>
    /// <param name="shownBefore">Sequence number of the last event that is not news.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> AttendAsync(RunHandle handle, long shownBefore)
    {
        var (code, state, stopped) = await StayAsync(handle, shownBefore);
        var report = new RunReport(call, state, host.Place);
        if (call.Json)
            call.WriteDocument(report.ToDocument(code), CliJson.Context.RunDocument);
        else
            report.WriteEnd(stopped);
        return code;
    }

    /// <summary>Attends the run to its end, pause or stop.</summary>
    /// <returns>The exit code, where the run stands, and whether it was left before it came to rest.</returns>
    public async Task<(int Code, RunState State, bool Stopped)> StayAsync(RunHandle handle, long shownBefore)
    {
        var view = CreateView(shownBefore);
        var outcome = await AttendAsync(handle, view);
        var code = outcome is null ? ExitCodes.Paused : ExitCodes.Of(outcome.Status);
        return (code, await ReadAsync(handle.Id), outcome is null);
    }

    private async Task<RunOutcome?> AttendAsync(RunHandle handle, IRunView view)
    {
        try
        {
            return await new RunAttendance(host.Engine, call.Outside, view).AttendAsync(handle, new RunPicture(await ReadAsync(handle.Id)));
        }
        catch (AxleException fault) when (fault.Error.Kind == ErrorKind.Internal)
        {
            throw new AxleException(
                ErrorKind.Internal, $"{fault.Message} Run {handle.Id} is kept as far as it came; when that is mended, 'ax workflow resume {handle.Id}' goes on.", fault);
        }
    }

    /// <summary>Shows what a run did that has ended since.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ShowAsync(RunId id, long shownBefore)
    {
        var view = CreateView(shownBefore);
        var picture = new RunPicture(await ReadAsync(id));
        await view.WhileAsync(picture, async () =>
        {
            foreach (var recorded in await host.Engine.Reader.HistoryAsync(id, CancellationToken.None))
                view.Happened(recorded);
        });
        return ExitCodes.Of(picture.Now().Status);
    }

    /// <summary>Tells people how a run stands that was stayed with.</summary>
    public async Task WriteEndAsync(RunId id, bool stopped) => new RunReport(call, await ReadAsync(id), host.Place).WriteEnd(stopped);

    /// <summary>The run, when this process does work for it; null when it does not, or the run only waits.</summary>
    public async Task<RunHandle?> FindWorkingAsync(RunId id) =>
        host.Engine.Find(id) is { } handle && !new RunPicture(await ReadAsync(id)).Now().OnlyWaits ? handle : null;

    private async Task<RunState> ReadAsync(RunId id) => await host.Engine.Reader.StateAsync(id, null, CancellationToken.None);

    private IRunView CreateView(long shownBefore)
    {
        if (call.Plain)
            return new PlainRunView(call.Json ? call.Outside.Error : call.Outside.Output, call.Outside.Time, shownBefore);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(call.Outside.Output) });
        console.Profile.Width = call.Outside.Width;
        return new LiveRunView(console, call.Outside.Time);
    }
}
