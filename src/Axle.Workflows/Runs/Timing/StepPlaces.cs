using System.Globalization;

namespace Axle.Workflows.Runs.Timing;

/// <summary>Which steps of a run are inside which, and which made which ready; read off their addresses.</summary>
internal sealed class StepPlaces
{
    private readonly Dictionary<string, StepRecord> _byPath;
    private readonly ILookup<string, StepRecord> _byScope;
    private readonly ILookup<string, StepRecord> _inner;
    private readonly DateTimeOffset _began;

    public StepPlaces(IReadOnlyList<StepRecord> steps, DateTimeOffset began)
    {
        _began = began;
        _byPath = steps.ToDictionary(static s => s.Path, StringComparer.Ordinal);
        _byScope = steps.ToLookup(static s => ScopeOf(s.Path), StringComparer.Ordinal);
        _inner = steps.Where(s => ParentOf(s) is not null).ToLookup(s => ParentOf(s)!.Path, StringComparer.Ordinal);
    }

    public IEnumerable<StepRecord> Root => _byScope[""];

    public IEnumerable<StepRecord> InnerOf(StepRecord step) => _inner[step.Path];

    /// <summary>The step whose inner list this one is in; null at the top.</summary>
    public StepRecord? ParentOf(StepRecord step)
    {
        var scope = ScopeOf(step.Path).TrimEnd('/');
        if (scope.Length == 0)
            return null;
        // "a[left]" is a branch of "a"; "a/onError" belongs to "a", unless a step inside "a" is called so.
        if (scope[^1] == ']' && scope.LastIndexOf('[') is > 0 and var bracket)
            scope = scope[..bracket];
        return _byPath.GetValueOrDefault(scope)
            ?? (scope.LastIndexOf('/') is > 0 and var slash ? _byPath.GetValueOrDefault(scope[..slash]) : null);
    }

    /// <summary>When the step could have begun.</summary>
    public DateTimeOffset ReadyAt(StepRecord step) =>
        BeforeOf(step)?.EndedAt is { } ended && ended > OpenedAt(step) ? ended : OpenedAt(step);

    /// <summary>The step whose end made this one ready; null when it is the first of its list.</summary>
    public StepRecord? BeforeOf(StepRecord step)
    {
        var scope = ScopeOf(step.Path);
        return step.DependsOn.Select(key => _byPath.GetValueOrDefault(scope + key)).OfType<StepRecord>().MaxBy(static s => s.EndedAt)
            ?? (ParentOf(step) is { } parent ? LastOfTurnBefore(step, parent, scope) : null);
    }

    /// <summary>When the list of steps was begun.</summary>
    private DateTimeOffset OpenedAt(StepRecord step)
    {
        if (ParentOf(step) is not { } parent)
            return _began;
        var scope = ScopeOf(step.Path);
        // An error handler begins when its step is out of attempts; nothing else says when that was than the first step there.
        return scope.Length > parent.Path.Length + 1 && scope[parent.Path.Length] == '/'
            ? _byScope[scope].Min(static s => s.StartedAt) ?? _began
            : parent.StartedAt ?? _began;
    }

    /// <summary>In a loop, the step that ended last in the round before; for an item of a list, the last one to free a place for it.</summary>
    private StepRecord? LastOfTurnBefore(StepRecord step, StepRecord parent, string scope)
    {
        if (step.StartedAt is not { } started || NumberOf(scope) is not { } turn || turn == 0)
            return null;
        return parent.Kind switch
        {
            "loop" => _byScope[string.Create(CultureInfo.InvariantCulture, $"{parent.Path}[{turn - 1}]/")].MaxBy(static s => s.EndedAt),
            "forEach" => InnerOf(parent).Where(s => ScopeOf(s.Path) != scope && s.EndedAt <= started).MaxBy(static s => s.EndedAt),
            _ => null,
        };
    }

    private static int? NumberOf(string scope) =>
        scope.LastIndexOf('[') is >= 0 and var bracket && scope.EndsWith("]/", StringComparison.Ordinal)
        && int.TryParse(scope.AsSpan(bracket + 1, scope.Length - bracket - 3), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static string ScopeOf(string path) => path[..(path.LastIndexOf('/') + 1)];
}
