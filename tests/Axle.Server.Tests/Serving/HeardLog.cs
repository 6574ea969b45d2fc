using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Axle.Server.Tests.Serving;

/// <summary>What a server's log was told, with all that is known of exceptions.</summary>
internal sealed class HeardLog : ILogger<GatewayServer>
{
    private readonly ConcurrentQueue<string> _lines = [];

    public string Text => string.Join('\n', _lines);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{formatter(state, exception)} {exception}");
}
