using System.Globalization;
using Axle.Server;
using Microsoft.Extensions.Logging;

namespace Axle.Cli.Commands.Gateway;

/// <summary>
/// Tells faults of the server on the error stream: when, in which request, and where in the code. The words of an exception are left out: they may hold a
/// piece of a prompt or a key.
/// </summary>
internal sealed class FaultLog(TextWriter error, TimeProvider time) : ILogger<GatewayServer>
{
    private readonly Lock _gate = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and < LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        lock (_gate)
        {
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ} {logLevel}: {formatter(state, null)}"));
            for (var fault = exception; fault is not null; fault = fault.InnerException)
            {
                error.WriteLine($"  {fault.GetType().FullName}");
                error.WriteLine(fault.StackTrace);
            }
        }
    }
}
