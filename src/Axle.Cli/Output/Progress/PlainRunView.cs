using Axle.Workflows.Runs.Events;

namespace Axle.Cli.Output.Progress;

/// <summary>A line with the time for everything that happens: for files, pipes, and people who prefer it.</summary>
/// <param name="output">Where lines go.</param>
/// <param name="time">Whose time zone is shown.</param>
/// <param name="shownBefore">Events up to this sequence number are known already: those of a resumed run's past.</param>
internal sealed class PlainRunView(TextWriter output, TimeProvider time, long shownBefore) : IRunView
{
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private RunPicture? _picture;

    public async Task WhileAsync(RunPicture picture, Func<Task> work)
    {
        _picture = picture;
        await work();
    }

    public void Happened(RecordedEvent recorded)
    {
        if (recorded.Seq <= shownBefore)
            return;
        Write(recorded.At, EventText.Line(recorded.Event, path => _picture?.Find(path), time));
        foreach (var (path, text) in EventText.Decisions(recorded.Event))
        {
            // Every step tells which provider was taken and why; the same sentence is news only once.
            if (_said.Add(text))
                Write(recorded.At, $"  {path}: {text}");
        }
    }

    public void Say(string line) => Write(time.GetUtcNow(), line);

    private void Write(DateTimeOffset at, string line)
    {
        lock (_said)
            output.WriteLine($"{Words.TimeOfDay(at, time)}  {line}");
    }
}
