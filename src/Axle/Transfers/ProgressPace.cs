namespace Axle.Transfers;

/// <summary>Tells of every table that has rows, and of every so many rows.</summary>
internal sealed class ProgressPace(Action<MigrationProgress> tell, MigrationPhase phase)
{
    private const int Every = 20_000;
    private string? _table;
    private long _rows;
    private long _told;
    private long _of;

    public void Begin(string? table, long of)
    {
        (_table, _of) = (table, of);
        Tell();
    }

    public void Add(string? table, long rows)
    {
        _rows += rows;
        if (rows == 0)
            return;
        if (table == _table && _rows - _told < Every)
            return;
        _table = table;
        Tell();
    }

    private void Tell()
    {
        _told = _rows;
        tell(new MigrationProgress(phase, _table, _rows, _of));
    }
}
