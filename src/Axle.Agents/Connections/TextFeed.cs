using System.Runtime.InteropServices;

namespace Axle.Agents.Connections;

/// <summary>What agents that connect say while they work, for those who watch. Kept in memory only, and only while somebody works or watches.</summary>
public sealed class TextFeed
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RunId, RunTexts> _runs = [];

    /// <summary>Begins to keep, or to watch, what is said in a run. Dispose it.</summary>
    public RunTexts Open(RunId run)
    {
        lock (_gate)
        {
            ref var texts = ref CollectionsMarshal.GetValueRefOrAddDefault(_runs, run, out _);
            texts ??= new RunTexts(this, run);
            texts.Holders++;
            return texts;
        }
    }

    internal void Write(RunId run, TaskText text)
    {
        RunTexts? texts;
        lock (_gate)
            texts = _runs.GetValueOrDefault(run);
        texts?.Add(text);
    }

    internal void Close(RunTexts texts)
    {
        lock (_gate)
        {
            if (--texts.Holders == 0)
                _runs.Remove(texts.Run);
        }
    }
}

/// <summary>More of what an agent says.</summary>
/// <param name="Step">Address of the step in the run.</param>
/// <param name="Task">The task: one that is handed out again has another id, and its text begins anew.</param>
/// <param name="Text">The text that comes next.</param>
public sealed record TaskText(string Step, string Task, string Text);

/// <summary>What is said in one run, the newest of it. All watchers read here, each at its own pace.</summary>
public sealed class RunTexts : IDisposable
{
    private const int MostCharacters = 1 << 20;
    // So many characters is what each text costs beside its own: many that are short, or empty, take up room, too.
    private const int Around = 64;
    private readonly TextFeed _feed;
    private readonly Lock _gate = new();
    private readonly Queue<TaskText> _texts = new();
    private TaskCompletionSource _more = New();
    private long _last;
    private int _characters;

    internal RunTexts(TextFeed feed, RunId run) => (_feed, Run) = (feed, run);

    internal RunId Run { get; }

    internal int Holders { get; set; }

    /// <summary>Reads what was said after a number.</summary>
    /// <param name="after">Number of the last text that the watcher has, which is moved on; one that is not known any more counts as 0.</param>
    /// <param name="into">Gets what is there.</param>
    /// <returns>What to wait for when there is nothing.</returns>
    public Task Read(ref long after, ICollection<TaskText> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        lock (_gate)
        {
            if (after > _last)
                after = 0;
            foreach (var text in _texts.Skip((int)Math.Max(0, _texts.Count - (_last - after))))
                into.Add(text);
            after = _last;
            return _more.Task;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _feed.Close(this);

    internal void Add(TaskText text)
    {
        TaskCompletionSource more;
        lock (_gate)
        {
            _texts.Enqueue(text);
            _last++;
            _characters += text.Text.Length + Around;
            while (_characters > MostCharacters && _texts.Count > 1)
                _characters -= _texts.Dequeue().Text.Length + Around;
            (more, _more) = (_more, New());
        }

        more.TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
