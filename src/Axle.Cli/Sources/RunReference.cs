using Axle.Workflows.Ports;

namespace Axle.Cli.Sources;

/// <summary>A run as it is named on the command line: its id, the beginning or the end of it, or <c>latest</c>.</summary>
internal static class RunReference
{
    /// <summary>The newest run.</summary>
    public const string Latest = "latest";

    /// <summary>Runs among which a part of an id is looked for, the newest first.</summary>
    public const int MostSearched = 1000;

    private const int MostNamed = 5;

    /// <summary>Finds the run.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>: there is none, or more than one fits.</exception>
    public static async Task<RunRow> FindAsync(IRunStore store, string text, CancellationToken cancellationToken)
    {
        if (RunId.TryParse(text, out var id) && await store.FindRunAsync(id, cancellationToken) is { } exact)
            return exact;
        if (string.Equals(text, Latest, StringComparison.OrdinalIgnoreCase))
        {
            var newest = await store.ListRunsAsync(RunQuery.Newest with { Limit = 1 }, cancellationToken);
            return newest.Count > 0
                ? newest[0]
                : throw new AxleException(ErrorKind.NotFound, "There are no runs yet. 'ax workflow execute code-review' makes one.");
        }

        var rows = await store.ListRunsAsync(RunQuery.Newest with { Limit = MostSearched }, cancellationToken);
        // Ids begin with the time, so runs of one day share their first letters; their last ones tell them apart.
        var found = rows.Where(r => r.Run.Value.StartsWith(text, StringComparison.OrdinalIgnoreCase)).ToList();
        if (found.Count == 0 && text.Length > 0)
            found = [.. rows.Where(r => r.Run.Value.EndsWith(text, StringComparison.OrdinalIgnoreCase))];
        return found.Count == 1 ? found[0] : throw new AxleException(ErrorKind.NotFound, Explain(text, found));
    }

    private static string Explain(string text, List<RunRow> found) => found.Count == 0
        ? $"There is no run '{text}'. 'ax workflow list' shows the runs there are."
        : $"{found.Count} runs fit '{text}': {string.Join(", ", found.Take(MostNamed).Select(static r => r.Run.Value))}"
            + $"{(found.Count > MostNamed ? ", …" : "")}. Give more of the id, its beginning or its end.";
}
