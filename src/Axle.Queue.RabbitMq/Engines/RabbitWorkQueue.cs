using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Axle.Queue.RabbitMq.Broker;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Remote;
using Axle.Workflows.Resilience.Bulkheads;
using Axle.Workflows.Runs.Deciding;
using Axle.Workflows.Scaling;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Axle.Queue.RabbitMq.Engines;

/// <summary>
/// Hands steps out to the workers of other processes over RabbitMQ. The broker is transport: a step that has begun and not ended in the history of its
/// run is what is owed, and the engine that executes the run hands it out until it has come back.
/// </summary>
public sealed class RabbitWorkQueue : IRemoteQueue, IAsyncDisposable
{
    /// <summary>After so many times without a word, an attempt whose effect must happen at most once is left to a person.</summary>
    private const int MostOfOnce = 3;

    private readonly RabbitOptions _options;
    private readonly TimeProvider _time;
    private readonly BrokerNames _names;
    private readonly BrokerTopology _topology;
    private readonly BrokerConnection _connection;
    private readonly Outbox _outbox;
    private readonly PoolMeter? _meter;
    private readonly BulkheadPools? _bulkheads;
    private readonly DeadSteps _dead;
    private readonly RecalledEffects _recalled;
    private readonly StepSender _sender;
    private readonly Turns _turns;
    private readonly string _node = Guid.NewGuid().ToString("N")[..12];
    private readonly ConcurrentDictionary<string, HandedOutStep> _out = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _heardUpTo = new(StringComparer.Ordinal);
    private readonly Lazy<Task> _background;
    private Func<StepWork, RunCommand, bool> _report = static (_, _) => false;
    private long _sent;
    private bool _wasThere;
    private int _interruptions;
    private volatile int _generation;

    /// <param name="options">Where the broker is.</param>
    /// <param name="messages">Puts attempts into the form in which they travel.</param>
    /// <param name="claims">Where it is written down who takes an attempt that must not be made twice.</param>
    /// <param name="time">The clock.</param>
    /// <param name="meter">Counts what is handed out; null for nobody.</param>
    /// <param name="bulkheads">The bulkheads by name, whose slots steps take before they are handed out; null for none.</param>
    /// <exception cref="AxleException">Validation: a setting is out of its range.</exception>
    public RabbitWorkQueue(
        RabbitOptions options, StepMessages messages, IEffectClaims claims, TimeProvider time, PoolMeter? meter = null, BulkheadPools? bulkheads = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _time, _meter, _bulkheads) = (options.Checked(), time, meter, bulkheads);
        _names = new BrokerNames(options.Prefix);
        _topology = new BrokerTopology(_names, options);
        _connection = new BrokerConnection(options, $"axle engine {_node}", BeginAsync, time);
        _outbox = new Outbox(_connection, time, options.Note);
        _dead = new DeadSteps(options, _outbox);
        _recalled = new RecalledEffects(claims, time, options.Note, _connection.Stopping);
        _sender = new StepSender(options, messages, _outbox, () => Reports, step => _out.ContainsKey(step.Name), GiveUp, time);
        _turns = new Turns(_connection, _topology, _names, _sender, TakeTurn, options, time);
        _background = new(() => Task.WhenAll(_outbox.RunAsync(), _turns.RunAsync(), Task.Run(LookAfterAsync)));
    }

    /// <summary>Attempts that were handed out and have not come back, with those that wait for their turn.</summary>
    public int Out => _out.Count;

    /// <summary>Those of them that are a pool's, and wait for no slot of a bulkhead.</summary>
    public long Owed(string pool) => _out.Values.LongCount(s => s.HasSlot && WorkPools.Of(s.Work.Context) == pool);

    /// <summary>Attempts that wait here for their turn, as workers are busy: those of tenants take turns.</summary>
    public int Waiting => _turns.Count;

    /// <summary>Whether it has a connection to the broker now.</summary>
    public bool IsConnected => _connection.IsConnected;

    private string Reports => _names.Reports(_node, _generation);

    /// <summary>Connects to the broker now, and not with the first step.</summary>
    public void Start()
    {
        _connection.Start();
        _ = _background.Value;
    }

    /// <inheritdoc/>
    public void Connect(Func<StepWork, RunCommand, bool> report) => _report = report;

    /// <inheritdoc/>
    public ValueTask EnqueueAsync(StepWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        Start();
        var pool = WorkPools.Of(work.Context);
        _meter?.Arrived(pool);
        var turns = _turns.Of(_names.Steps(pool, work.Context.Priority));
        var step = new HandedOutStep(work, turns);
        _out[step.Name] = step;
        return _bulkheads is not null && work.Context.Bulkhead is { } name ? EnterAsync(_bulkheads[name], step) : turns.AddAsync(work);
    }

    /// <summary>Yields nothing: what is handed out is made by workers.</summary>
    public async IAsyncEnumerable<StepWork> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken);
        yield break;
    }

    /// <inheritdoc/>
    public void Recall(StepWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var name = HandedOutStep.NameOf(work);
        if (!TryRemove(name, out var step))
            return;
        if (step.Number > 0)
            Broadcast(name);
        if (work.Context.Effect == StepEffect.Once)
            _ = _recalled.FenceAsync(work, name);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_background.IsValueCreated && !_connection.Stopping.IsCancellationRequested)
            await _outbox.FlushAsync(TimeSpan.FromSeconds(1));
        await _connection.DisposeAsync();
        if (_background.IsValueCreated)
            await _background.Value;
        _turns.Dispose();
        _outbox.Dispose();
    }

    /// <summary>A step of a bulkhead goes on with its slot. Without, it waits where it holds up nobody, neither here nor at a worker.</summary>
    private ValueTask EnterAsync(Bulkhead bulkhead, HandedOutStep step)
    {
        var context = step.Work.Context;
        step.HasSlot = false;
        step.Hold(bulkhead.Enter($"{context.RunId}/{context.Path}", context.Priority, GoOn, out var holds));
        return holds ? GoOnAsync() : ValueTask.CompletedTask;

        void GoOn(BulkheadLease slot) => _ = GoOnAsync().AsTask();

        ValueTask GoOnAsync()
        {
            step.HasSlot = true;
            return _turns.Of(step.Queue).AddAsync(step.Work);
        }
    }

    private bool TryRemove(string name, [NotNullWhen(true)] out HandedOutStep? step)
    {
        if (!_out.TryRemove(name, out step))
            return false;
        step.End();
        return true;
    }

    /// <summary>Its turn has come.</summary>
    /// <returns>Null when it does not count any more.</returns>
    private HandedOutStep? TakeTurn(StepWork work) =>
        _out.TryGetValue(HandedOutStep.NameOf(work), out var step) && step.GoAhead(Interlocked.Increment(ref _sent)) ? step : null;

    private void GiveUp(HandedOutStep step, AxleError why)
    {
        if (TryRemove(step.Name, out _))
            _report(step.Work, new FailStep(step.Work.Context.Path, step.Work.Context.Attempt, why, Random.Shared.NextDouble()));
    }

    private void Broadcast(string name) => _outbox.Post(new OutgoingMessage
    {
        Exchange = _names.Recalls,
        Make = () => new Letter("", name, []) { IsPersistent = false },
    });

    private async Task BeginAsync(BrokerSession session, CancellationToken cancellationToken)
    {
        var isEmpty = _wasThere && !await HasReportsAsync(session, cancellationToken);
        await _topology.DeclareAsync(session.Consuming, cancellationToken);
        await session.Consuming.BasicQosAsync(0, 1000, global: false, cancellationToken);
        await ConsumeReportsAsync(session, cancellationToken);
        _wasThere = true;
        await session.Consuming.BasicConsumeAsync(_names.Dead, autoAck: false, new BrokerConsumer(session, _dead.BuryAsync), cancellationToken);
        if (isEmpty)
        {
            _options.Note?.Invoke($"The broker has lost its queues. {_out.Count} steps are handed out again.");
            foreach (var step in _out.Values.Where(static s => s.Heard is not null))
                SendAgain(step);
        }
    }

    /// <summary>A queue of reports that cannot be had any more (its node of the broker is gone, or it is another's) leaves its place to a new one.</summary>
    private async Task ConsumeReportsAsync(BrokerSession session, CancellationToken cancellationToken)
    {
        try
        {
            await BrokerTopology.ReportsAsync(session.Consuming, Reports, cancellationToken);
            await session.Consuming.BasicConsumeAsync(Reports, autoAck: false, new BrokerConsumer(session, ReceiveAsync), cancellationToken);
        }
        catch (OperationInterruptedException refused) when (refused.ShutdownReason?.ReplyCode is 404 or 405 or 406)
        {
            _options.Note?.Invoke($"The broker does not let queue {Reports} be used ({refused.ShutdownReason.ReplyText}). Another is made in its place.");
            _generation++;
            throw;
        }
    }

    /// <summary>Whether the queue of reports that was made before is still there. Asked on a channel of its own: a no ends it.</summary>
    private async Task<bool> HasReportsAsync(BrokerSession session, CancellationToken cancellationToken)
    {
        await using var asking = await session.Connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            await asking.QueueDeclarePassiveAsync(Reports, cancellationToken);
            return true;
        }
        catch (OperationInterruptedException)
        {
            return false;
        }
    }

    private async Task ReceiveAsync(Delivery delivery)
    {
        foreach (var report in delivery.Properties.Type == Frames.Reports ? Frames.Read(delivery.Body) : [delivery.Body])
            Receive(report.Span);
        await delivery.AcknowledgeAsync();
    }

    /// <summary>One that cannot be read keeps nobody from those beside it.</summary>
    private void Receive(ReadOnlySpan<byte> stored)
    {
        StepReport report;
        try
        {
            report = StepReport.Read(stored, _options.Codec);
        }
        catch (Exception unreadable) when (unreadable is JsonException or AxleException)
        {
            return;
        }

        Receive(report);
    }

    private void Receive(StepReport report)
    {
        if (!_out.TryGetValue(report.Dispatch, out var step))
        {
            // It was given up, or has come back from another: who is still at it may stop.
            if (report.Kind is StepReportKind.Taken or StepReportKind.Alive)
                Broadcast(report.Dispatch);
            return;
        }

        if (report.Kind == StepReportKind.Returned)
        {
            // Sent again already, it is on its way by itself.
            if (step.SentAgain == 0)
                SendAgain(step);
            return;
        }

        lock (step)
        {
            step.Heard = _time.GetTimestamp();
            step.Leave();
            _heardUpTo.AddOrUpdate(step.Queue, step.Number, (_, before) => Math.Max(before, step.Number));
            if (report.Kind is StepReportKind.Taken or StepReportKind.Alive && report.Microseconds is { } soFar)
                step.Took(soFar);
            if (report.Kind == StepReportKind.Alive)
                return;
            if (report.Kind == StepReportKind.Taken)
                step.Claim = report.Claim;
            else if ((!report.IsGivenUp && step.Claim is { } claim && claim != report.Claim) || !TryRemove(report.Dispatch, out _))
                return;
        }

        // What fails at once may be long when it succeeds.
        if (!report.IsGivenUp && (report.Kind == StepReportKind.Completed || (report.Kind == StepReportKind.Failed && report.Microseconds is null)))
            step.Took(report.Microseconds);

        Tell(step.Work, report);
    }

    private void Tell(StepWork work, StepReport report)
    {
        if (report.Kind == StepReportKind.Taken && work.Context.Deadline is null)
            return;
        RunCommand command;
        try
        {
            command = report.ToCommand(work.Context, Random.Shared.NextDouble());
        }
        catch (AxleException unreadable)
        {
            command = new FailStep(work.Context.Path, work.Context.Attempt, unreadable.Error, Random.Shared.NextDouble());
        }

        _report(work, command);
    }

    /// <summary>Hands out again what is lost: nothing was heard of it, although its turn has come.</summary>
    private async Task LookAfterAsync()
    {
        using var timer = new PeriodicTimer(_options.Silence / 4, _time);
        while (true)
        {
            try
            {
                if (!await timer.WaitForNextTickAsync(_connection.Stopping))
                    return;
                await LookAsync();
            }
            catch (OperationCanceledException) when (_connection.Stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Without a broker nothing can be said of what it has.
                if (!BrokerConnection.IsTrouble(exception))
                    _options.Note?.Invoke($"Steps that are not heard of could not be looked for: {exception}");
            }
        }
    }

    private async Task LookAsync()
    {
        // Without a broker everybody is silent: who is silent is asked when there is one.
        var session = await _connection.SessionAsync(_connection.Stopping);
        if (_out.IsEmpty)
            return;
        // A broker that has too little memory or disk says so only to those who send: this waits until it takes messages.
        await session.Publishing.BasicPublishAsync("", _names.Nobody, mandatory: false, default(ReadOnlyMemory<byte>), session.Lost);
        if (_connection.Interruptions is var interruptions && interruptions != _interruptions)
        {
            _interruptions = interruptions;
            // Workers could not speak meanwhile, and have just been allowed to.
            foreach (var step in _out.Values.Where(static s => s.Heard is not null))
                step.Heard = _time.GetTimestamp();
            return;
        }

        var silent = _out.Values.Where(IsSilent).GroupBy(static s => s.Queue).ToArray();
        if (silent.Length == 0)
            return;
        await using var asking = await session.Connection.CreateChannelAsync(cancellationToken: session.Lost);
        foreach (var queue in silent)
        {
            var isEmpty = await _topology.StepsAsync(asking, queue.Key, session.Lost) is { MessageCount: 0, ConsumerCount: > 0 };
            foreach (var step in queue.Where(s => isEmpty || s.Claim is not null || s.Number < _heardUpTo.GetValueOrDefault(queue.Key)))
                SendAgain(step);
        }
    }

    private bool IsSilent(HandedOutStep step) => step.Heard is { } heard && _time.GetElapsedTime(heard) >= _options.Silence;

    private void SendAgain(HandedOutStep step)
    {
        step.SentAgain++;
        // Who took it up may be dead, or speak again: whoever is heard of from now on counts.
        lock (step)
            step.Claim = null;
        if (step.Work.Context.Effect != StepEffect.Once || step.SentAgain <= MostOfOnce)
        {
            _sender.Send([step]);
            return;
        }

        GiveUp(step, new AxleError(
            ErrorKind.Unknown, "Nothing is heard of the worker that took this attempt. Its effect must happen at most once, and whether it happened is not known."));
    }
}
