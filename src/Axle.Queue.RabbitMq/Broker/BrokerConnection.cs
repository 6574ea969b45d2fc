using System.Net.Sockets;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Axle.Queue.RabbitMq.Broker;

/// <summary>
/// Keeps a connection to the broker: when it is lost another is made, until this ends. Each begins with what has to be declared and consumed, so a
/// broker that comes back empty is set up again.
/// </summary>
internal sealed class BrokerConnection : IAsyncDisposable
{
    private static readonly TimeSpan FirstRest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);
    private readonly ConnectionFactory _factory;
    private readonly RabbitOptions _options;
    private readonly Func<BrokerSession, CancellationToken, Task> _begin;
    private readonly TimeProvider _time;
    private readonly string _place;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lazy<Task> _keeping;
    private int _interruptions;
    private TaskCompletionSource<BrokerSession> _session = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="options">Where the broker is.</param>
    /// <param name="name">By which people find the connection on the broker.</param>
    /// <param name="begin">Declares and consumes, for each session anew.</param>
    /// <param name="time">The clock of waiting.</param>
    public BrokerConnection(RabbitOptions options, string name, Func<BrokerSession, CancellationToken, Task> begin, TimeProvider time)
    {
        (_options, _begin, _time) = (options, begin, time);
        _place = BrokerAddress.Named(options.Address);
        _factory = new ConnectionFactory
        {
            Uri = BrokerAddress.Plain(options.Address),
            ClientProvidedName = name,
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedHeartbeat = TimeSpan.FromSeconds(options.Heartbeat),
            RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
            HandshakeContinuationTimeout = TimeSpan.FromSeconds(10),
            ContinuationTimeout = TimeSpan.FromSeconds(20),
        };
        _keeping = new(() => Task.Run(KeepAsync));
    }

    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Whether there is a session now.</summary>
    public bool IsConnected => Volatile.Read(ref _session).Task.IsCompletedSuccessfully;

    /// <summary>Whether the broker takes nothing at present, as it has too little memory or disk. What was sent then is taken in later.</summary>
    public bool IsBlocked { get; private set => Volatile.Write(ref field, value); }

    /// <summary>Changes whenever the broker begins or ends to take nothing, and when it is lost.</summary>
    public int Interruptions => Volatile.Read(ref _interruptions);

    /// <summary>Begins to connect, unless that has begun.</summary>
    public void Start() => _ = _keeping.Value;

    /// <summary>The present session; waits for one.</summary>
    public Task<BrokerSession> SessionAsync(CancellationToken cancellationToken) => Volatile.Read(ref _session).Task.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;
        await _stopping.CancelAsync();
        if (_keeping.IsValueCreated)
            await _keeping.Value;
        _stopping.Dispose();
    }

    private async Task KeepAsync()
    {
        var (rest, isKnown) = (FirstRest, false);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await SessionAsync();
                (rest, isKnown) = (FirstRest, false);
                if (!_stopping.IsCancellationRequested)
                    _options.Note?.Invoke($"The connection to {_place} was lost. Another is made.");
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever it is: without this loop nothing goes to the broker any more, and nobody would know.
                var why = IsTrouble(exception) ? exception.GetType().Name : exception.ToString();
                if (!isKnown)
                    _options.Note?.Invoke($"{_place} cannot be reached ({why}). It is tried again until it can.");
                isKnown = true;
                rest = rest * 2 < LongestRest ? rest * 2 : LongestRest;
            }

            await RestAsync(rest);
        }
    }

    /// <summary>Has a session from its beginning to its loss.</summary>
    private async Task SessionAsync()
    {
        await using var connection = await _factory.CreateConnectionAsync(_stopping.Token);
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        connection.ConnectionShutdownAsync += LoseAsync;
        connection.ConnectionBlockedAsync += (_, blocked) =>
            Block(true, $"{_place} takes no messages at present ({blocked.Reason}). What is to be sent waits.");
        connection.ConnectionUnblockedAsync += (_, _) => Block(false, $"{_place} takes messages again.");
        // The limiter of the client waits as it fills; how much is under way at once is limited where it is sent.
        var confirmed = new CreateChannelOptions(
            publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null);
        await using var publishing = await connection.CreateChannelAsync(confirmed, _stopping.Token);
        await using var consuming = await connection.CreateChannelAsync(cancellationToken: _stopping.Token);
        publishing.ChannelShutdownAsync += LoseAsync;
        consuming.ChannelShutdownAsync += LoseAsync;
        var session = new BrokerSession(connection, publishing, consuming, Lose, lost.Token);
        await _begin(session, lost.Token);
        Volatile.Read(ref _session).TrySetResult(session);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, lost.Token);
        }
        catch (OperationCanceledException)
        {
            // Lost, or this ends.
        }
        finally
        {
            Volatile.Write(ref _session, new(TaskCreationOptions.RunContinuationsAsynchronously));
            IsBlocked = false;
            Interlocked.Increment(ref _interruptions);
            await FarewellAsync(session);
        }

        Task LoseAsync(object sender, ShutdownEventArgs why)
        {
            Lose();
            return Task.CompletedTask;
        }

        void Lose()
        {
            try
            {
                lost.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The end of a session that was given up already.
            }
        }
    }

    /// <summary>What was done with and not acknowledged would be done again elsewhere.</summary>
    private async Task FarewellAsync(BrokerSession session)
    {
        try
        {
            await session.Acknowledgements.FlushAsync().WaitAsync(Farewell, _time);
        }
        catch (TimeoutException)
        {
            // The broker does not listen.
        }
    }

    private Task Block(bool isBlocked, string note)
    {
        IsBlocked = isBlocked;
        Interlocked.Increment(ref _interruptions);
        _options.Note?.Invoke(note);
        return Task.CompletedTask;
    }

    private async Task RestAsync(TimeSpan rest)
    {
        try
        {
            await Task.Delay(rest, _time, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // This ends.
        }
    }

    /// <summary>Whether it is what a broker that restarts, refuses or cannot be reached makes of what is asked.</summary>
    public static bool IsTrouble(Exception exception) =>
        exception is RabbitMQClientException or IOException or SocketException or TimeoutException or OperationCanceledException or ObjectDisposedException
            or InvalidOperationException;
}
