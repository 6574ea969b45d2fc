using System.Text.Json;

namespace Axle.Workflows.Runs;

/// <summary>How far a step with inner steps has come.</summary>
internal sealed class InnerScopes
{
    /// <summary>
    /// Ended scopes that are kept for readers; a longer loop or collection keeps its newest failures and undoable ones, and the first of
    /// the rest.
    /// </summary>
    public const int MostKept = 100;

    private readonly OrderedDictionary<string, ScopeState> _byName = new(StringComparer.Ordinal);
    private readonly Queue<ScopeState> _held = new();
    private int _keptSucceeded;

    /// <summary>Scopes that ended well and were kept for readers, or would have been.</summary>
    public int KeptSucceeded => _keptSucceeded;

    /// <summary>The scopes that are kept, in the order they were opened.</summary>
    public IReadOnlyCollection<ScopeState> Scopes => _byName.Values;

    /// <summary>Scopes whose steps have not all ended.</summary>
    public int Open { get; private set; }

    /// <summary>Items that are to be done again and wait until those in work leave room, in order.</summary>
    public IReadOnlyCollection<ScopeState> Held => _held;

    /// <summary>Scopes opened so far: the number of the next item or round.</summary>
    public int Opened { get; private set; }

    /// <summary>The items of a <c>forEach</c>; null for all else.</summary>
    public JsonElement[]? Items { get; init; }

    /// <summary>Outputs of the items that ended, by number of the item or batch; null for those that failed or have not ended.</summary>
    public Payload?[] Outputs { get; init; } = [];

    /// <summary>Errors of items that failed, by number of the item or batch.</summary>
    public SortedDictionary<int, AxleError> Failures { get; } = [];

    /// <summary>The round before, whose steps a loop's conditions read; null before the first.</summary>
    public ScopeState? LastRound { get; private set; }

    /// <summary>What the last round gave.</summary>
    public Payload? LastOutput { get; private set; }

    /// <summary>The turns of a handler that went on.</summary>
    public List<StepTurn> Turns { get; } = [];

    /// <summary>How far it has come, for readers.</summary>
    public InnerProgress Progress => new(Opened - _held.Count, Open, Failures.Count, Items is null ? null : Outputs.Length);

    public ScopeState? Find(string name) => _byName.GetValueOrDefault(name);

    public void Add(ScopeState scope)
    {
        _byName[scope.Name] = scope;
        Open++;
        Opened++;
    }

    /// <summary>Takes note that all steps of a scope have ended.</summary>
    /// <returns>Whether the scope is kept; one that is not can be forgotten with all its steps.</returns>
    public bool Close(ScopeState scope, Payload? output, AxleError? error)
    {
        Open--;
        (scope.IsClosed, scope.Output, scope.Error) = (true, output, error);
        switch (scope.Role)
        {
            case ScopeRole.Item when error is null:
                Outputs[scope.Index] = output;
                break;
            case ScopeRole.Item:
                Failures[scope.Index] = error;
                break;
            case ScopeRole.Round:
                LastRound = scope;
                LastOutput = output;
                break;
            case ScopeRole.Turn:
                Turns[scope.Index] = Turns[scope.Index] with { Results = output, Error = error };
                break;
        }

        // Branches are as many as the definition names, and all of them are looked at in the end.
        if (error is not null || scope.HasUndo || scope.Role == ScopeRole.Branch || _keptSucceeded++ < MostKept)
            return true;
        _byName.Remove(scope.Name);
        return false;
    }

    /// <summary>Takes up a scope again that has ended, or was stopped.</summary>
    public void Reopen(ScopeState scope)
    {
        Open += scope.IsClosed ? 1 : 0;
        (scope.IsClosed, scope.Output, scope.Error) = (false, null, null);
    }

    /// <summary>Keeps items that are to be done again, and no others, until there is room for them.</summary>
    public void Hold(IEnumerable<ScopeState> items)
    {
        _held.Clear();
        foreach (var item in items.OrderBy(static i => i.Index))
        {
            Open -= item.IsClosed || item.IsHeld ? 0 : 1;
            (item.IsHeld, item.IsClosed, item.Output, item.Error) = (true, false, null, null);
            Outputs[item.Index] = null;
            Failures.Remove(item.Index);
            _held.Enqueue(item);
        }
    }

    /// <summary>Begins with the first of the items that are held, if it is that one.</summary>
    public ScopeState? TakeHeld(string name)
    {
        if (!_held.TryPeek(out var item) || item.Name != name)
            return null;
        _held.Dequeue();
        item.IsHeld = false;
        Open++;
        return item;
    }

    /// <summary>Makes a round the last one that was opened.</summary>
    /// <returns>The rounds after it, which do not count any more.</returns>
    public IReadOnlyList<ScopeState> GoBackTo(ScopeState round)
    {
        var later = Scopes.Where(s => s.Index > round.Index).ToArray();
        foreach (var scope in later)
        {
            _byName.Remove(scope.Name);
            Open -= scope.IsClosed ? 0 : 1;
        }

        Opened = round.Index + 1;
        LastOutput = round.Previous;
        LastRound = Scopes.FirstOrDefault(s => s.Index == round.Index - 1);
        return later;
    }

    /// <summary>Puts it back to where it was.</summary>
    public void Restore(Snapshots.InnerData data, IEnumerable<ScopeState> scopes, ScopeState? lastRound)
    {
        foreach (var scope in scopes)
            _byName[scope.Name] = scope;
        foreach (var name in data.Held ?? [])
            _held.Enqueue(_byName[name]);
        foreach (var (number, error) in data.Failures ?? [])
            Failures[number] = error;
        data.Outputs?.CopyTo(Outputs, 0);
        Turns.AddRange(data.Turns ?? []);
        (Open, Opened, _keptSucceeded) = (data.Open, data.Opened, data.KeptSucceeded);
        (LastRound, LastOutput) = (lastRound, data.LastOutput);
    }
}
