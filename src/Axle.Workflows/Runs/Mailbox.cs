using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs;

/// <summary>Signals that came and were not taken yet, and the steps that wait for one: first come, first served.</summary>
internal sealed class Mailbox
{
    private readonly Dictionary<string, Queue<SignalReceived>> _letters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LinkedList<StepState>> _waiting = new(StringComparer.Ordinal);

    /// <summary>Signals that nobody has taken yet.</summary>
    public IEnumerable<SignalReceived> Letters => _letters.Values.SelectMany(static l => l);

    /// <summary>The steps that wait, by the name of the signal; some may have stopped waiting.</summary>
    public IEnumerable<(string Name, IEnumerable<StepState> Steps)> Waiting => _waiting.Select(static w => (w.Key, (IEnumerable<StepState>)w.Value));

    public void Put(SignalReceived letter)
    {
        if (!_letters.TryGetValue(letter.Name, out var letters))
            _letters[letter.Name] = letters = new Queue<SignalReceived>();
        letters.Enqueue(letter);
    }

    public void Await(string name, StepState step)
    {
        if (!_waiting.TryGetValue(name, out var steps))
            _waiting[name] = steps = new LinkedList<StepState>();
        steps.AddLast(step);
    }

    /// <summary>The signal that a step may take now; null when there is none, or another step was first.</summary>
    public SignalReceived? For(StepState step, string name) => First(name) == step ? Peek(name) : null;

    /// <summary>The step that takes the next signal of that name; null when none waits.</summary>
    public StepState? First(string name)
    {
        if (!_waiting.TryGetValue(name, out var steps))
            return null;
        while (steps.First is { } first)
        {
            if (first.Value.Status == StepStatus.Waiting && first.Value.Wait?.Signal == name)
                return first.Value;
            steps.RemoveFirst();
        }

        _waiting.Remove(name);
        return null;
    }

    /// <summary>Whether a signal and a step that waits for it are both there.</summary>
    public bool HasMatch(string name) => Peek(name) is not null && First(name) is not null;

    /// <summary>Removes a signal that was taken.</summary>
    public void Take(string name, string id)
    {
        if (!_letters.TryGetValue(name, out var letters))
            return;
        if (letters.Peek().Id == id)
            letters.Dequeue();
        if (letters.Count == 0)
            _letters.Remove(name);
    }

    private SignalReceived? Peek(string name) => _letters.TryGetValue(name, out var letters) ? letters.Peek() : null;
}
