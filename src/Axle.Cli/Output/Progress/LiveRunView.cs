using Axle.Workflows.Runs.Events;
using Spectre.Console;

namespace Axle.Cli.Output.Progress;

/// <summary>A tree of steps that redraws itself while the run goes.</summary>
/// <param name="console">The terminal.</param>
/// <param name="time">The clock.</param>
internal sealed class LiveRunView(IAnsiConsole console, TimeProvider time) : IRunView
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(125);
    private readonly List<string> _notes = [];

    public Task WhileAsync(RunPicture picture, Func<Task> work) => console
        .Live(Draw(picture))
        .Overflow(VerticalOverflow.Visible)
        .StartAsync(async context =>
        {
            using var ticks = new PeriodicTimer(Redraw, time);
            var running = work();
            while (!running.IsCompleted)
            {
                await Task.WhenAny(running, ticks.WaitForNextTickAsync().AsTask());
                context.UpdateTarget(Draw(picture));
            }

            await running;
        });

    // The picture is drawn anew all the time; a single event changes nothing here.
    public void Happened(RecordedEvent recorded)
    {
    }

    public void Say(string line)
    {
        lock (_notes)
            _notes.Add(line);
    }

    private LastLines Draw(RunPicture picture)
    {
        string[] notes;
        lock (_notes)
            notes = [.. _notes];
        var rows = new Rows([RunTree.Draw(picture, time), .. notes.Select(static n => new Text(n, new Style(Color.Yellow)))]);
        // A terminal that does not say how tall it is gets the whole picture.
        return new LastLines(rows, console.Profile.Height > 2 ? console.Profile.Height - 1 : int.MaxValue);
    }
}
