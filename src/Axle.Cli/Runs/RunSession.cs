using Axle.Cli.Commands;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Progress;
using Axle.Workflows.Engine;
using Axle.Workflows.Runs;
using Spectre.Console;

namespace Axle.Cli.Runs;

/// <summary>The part that <c>execute</c> and <c>resume</c> share: attend a run that goes, then tell how it stands.</summary>
/// <param name="call">The call.</param>
/// <param name="host">Axle.</param>
internal sealed class RunSession(Invocation call, AxleHost host)
{
    /// <summary>Attends the run to its end, pause or stop.</summary>
    /// <param name="handle">The run.</param>
    /// <param name="shownBefore">Sequence number of the last event that is not news.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> AttendAsync(RunHandle handle, long shownBefore)
    {
        var view = CreateView(shownBefore);
        var picture = new RunPicture(await ReadAsync(handle.Id));
        var outcome = await new RunAttendance(host.Engine, call.Outside, view).AttendAsync(handle, picture);
        var code = outcome is null ? ExitCodes.Paused : ExitCodes.Of(outcome.Status);
        var state = await ReadAsync(handle.Id);
        var report = new RunReport(call, state, host.DatabasePath);
        if (call.Json)
            call.WriteDocument(report.ToDocument(code), CliJson.Context.RunDocument);
        else
            report.WriteEnd(wasStopped: outcome is null);
        return code;
    }

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
