namespace Axle.Server.Endpoints;

/// <summary>A part of a list.</summary>
/// <param name="Items">The entries.</param>
/// <param name="Next">What to give as <c>cursor</c> for the entries after these; null when these are the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>How long pages are.</summary>
internal static class Page
{
    /// <summary>Most entries of a page.</summary>
    public const int Most = 200;

    private const int Standard = 50;

    /// <summary>All of a list that is short by its nature.</summary>
    public static Page<T> Of<T>(IReadOnlyList<T> items) => new(items, null);

    /// <summary>The number of entries that was asked for.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: out of range.</exception>
    public static int Limit(int? asked, int most = Most) => (asked ?? Standard) switch
    {
        >= 1 and var limit when limit <= most => limit,
        var limit => throw new AxleException(ErrorKind.Validation, $"limit={limit} is out of range. Use 1 to {most}."),
    };
}
