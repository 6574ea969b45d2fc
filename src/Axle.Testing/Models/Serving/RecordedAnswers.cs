using Axle.Models.Recording;

namespace Axle.Testing.Models.Serving;

/// <summary>Recorded exchanges of one interface, given in turn.</summary>
internal sealed class RecordedAnswers
{
    private readonly Lock _gate = new();
    private readonly List<ModelExchange> _exchanges = [];
    private int _next;

    public void Add(ModelExchange exchange)
    {
        lock (_gate)
            _exchanges.Add(exchange);
    }

    public ServedReply Next()
    {
        lock (_gate)
            return new RecordedReply(_exchanges[_next++ % _exchanges.Count]);
    }
}

/// <summary>A reply as it was recorded.</summary>
internal sealed record RecordedReply(ModelExchange Exchange) : ServedReply;
