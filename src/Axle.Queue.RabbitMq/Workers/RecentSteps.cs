namespace Axle.Queue.RabbitMq.Workers;

/// <summary>Names of handings out that are over, the last ten thousand, each with what was reported of it, if that is small.</summary>
internal sealed class RecentSteps
{
    private const int Most = 10_000;
    private const int LargestReport = 4096;
    private readonly Dictionary<string, byte[]?> _reports = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public void Add(string name, byte[]? report)
    {
        lock (_order)
        {
            if (!_reports.TryAdd(name, report is { Length: <= LargestReport } ? report : null))
                return;
            _order.Enqueue(name);
            if (_order.Count > Most)
                _reports.Remove(_order.Dequeue());
        }
    }

    public bool TryGet(string name, out byte[]? report)
    {
        lock (_order)
            return _reports.TryGetValue(name, out report);
    }
}
