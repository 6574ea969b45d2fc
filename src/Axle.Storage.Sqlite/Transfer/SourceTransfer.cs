namespace Axle.Storage.Sqlite.Transfer;

/// <summary>That a database file is being moved, or was.</summary>
/// <param name="Id">The same where it goes.</param>
/// <param name="Target">Where it goes, for people.</param>
/// <param name="StartedAt">When the copying began.</param>
/// <param name="MovedAt">When it was over, and nothing could be written here any more; null before.</param>
public sealed record SourceTransfer(Guid Id, string Target, DateTimeOffset StartedAt, DateTimeOffset? MovedAt)
{
    /// <summary>Whether the file was moved: what it holds is kept elsewhere now.</summary>
    public bool IsMoved => MovedAt is not null;
}
