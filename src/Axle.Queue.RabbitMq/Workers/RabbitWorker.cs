using System.Collections.Concurrent;
using System.Text.Json;
using Axle.Queue.RabbitMq.Broker;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Remote;
using Axle.Workflows.Runs.Deciding;
using RabbitMQ.Client;

namespace Axle.Queue.RabbitMq.Workers;

/// <summary>
/// Makes steps that engines handed out over RabbitMQ. A step stays on the broker until its report is there: when this process dies, another gets it. One
/// that lasts long is taken off the broker in time, and spoken of to its engine instead.
/// </summary>
public sealed class RabbitWorker : IStepHandler, IAsyncDisposable
{
    private static readonly TimeSpan TellAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(1);
    private readonly RabbitOptions _options;
    private readonly WorkerOptions _worker;
    private readonly StepMessages _messages;
    private readonly IStepHandler _handler;
    private readonly EffectGate _gate;
    private readonly TimeProvider _time;
    private readonly BrokerNames _names;
    private readonly BrokerTopology _topology;
    private readonly BrokerConnection _connection;
    private readonly Outbox _outbox;
    private readonly StepReporter _reporter;
    private readonly RemoteSteps _steps;
    private readonly string _node = Guid.NewGuid().ToString("N")[..12];
    private readonly ConcurrentDictionary<string, TakenStep> _taken = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<StepContext, TakenStep> _byContext = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrencyPilot? _pilot;
    private readonly RecentSteps _over = new();
    private readonly StepConsumers _consumers;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<bool> _nothingComes = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _background = Task.CompletedTask;
    private volatile bool _isDraining;

    /// <param name="options">Where the broker is.</param>
    /// <param name="worker">What is taken.</param>
    /// <param name="messages">Reads attempts.</param>
    /// <param name="queue">Where they wait in this process; of its own.</param>
    /// <param name="handler">Does the work.</param>
    /// <param name="claims">Where it is written down who takes an attempt that must not be made twice.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="AxleException">Validation: a setting is out of its range.</exception>
    public RabbitWorker(
        RabbitOptions options, WorkerOptions worker, StepMessages messages, IWorkQueue queue, IStepHandler handler, IEffectClaims claims, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(worker);
        (_options, _worker, _messages, _handler, _time) = (options.Checked(), worker.Checked(), messages, handler, time);
        _gate = new EffectGate(claims, time);
        _names = new BrokerNames(options.Prefix);
        _topology = new BrokerTopology(_names, options);
        _connection = new BrokerConnection(options, $"axle worker {_node}", BeginAsync, time);
        _outbox = new Outbox(_connection, time, options.Note);
        _reporter = new StepReporter(options, worker.Name, _outbox, time);
        _steps = new RemoteSteps(queue, this, Report);
        var queues = _worker.Pools.SelectMany(pool => BrokerNames.Classes.Select(c => _names.Steps(pool, c)));
        _consumers = new StepConsumers([.. queues], _worker.First, session => new BrokerConsumer(session, ReceiveAsync, GiveBackAsync), time);
        _pilot = _worker.LeastConcurrency is null ? null : new ConcurrencyPilot(_worker, () => Count, ResizeAsync, time);
    }

    /// <summary>Steps that are being made, and that wait here to be made.</summary>
    public (int Making, int Waiting) Count => _steps.Count;

    /// <summary>Whether it has a connection to the broker now.</summary>
    public bool IsConnected => _connection.IsConnected;

    /// <summary>What it does in this moment.</summary>
    public NodeActivity Activity() => new(Count.Making, Count.Waiting, _isDraining);

    /// <summary>Begins to take steps, as soon as there is a broker.</summary>
    public void Start()
    {
        _connection.Start();
        _background = Task.WhenAll(
            _outbox.RunAsync(), Task.Run(SpeakAsync), _steps.RunAsync(_worker.First, _stopping.Token), _pilot?.RunAsync(_stopping.Token) ?? Task.CompletedTask);
    }

    /// <summary>Takes nothing more, gives back what waits, and lets what is being made end.</summary>
    /// <param name="longest">What has not ended by then is left to others.</param>
    /// <returns>How many were left to others in the midst of their work.</returns>
    public async Task<int> DrainAsync(TimeSpan longest)
    {
        var begun = _time.GetTimestamp();
        _isDraining = true;
        _nothingComes.TrySetResult(await _consumers.StopAsync(_connection));
        var (waited, ended) = _steps.Drain();
        if (await _nothingComes.Task)
        {
            foreach (var work in waited)
                await ReturnAsync(work);
        }

        try
        {
            await ended.WaitAsync(longest, _time);
        }
        catch (TimeoutException)
        {
            // They are delivered to others when the connection ends.
        }

        var left = longest - _time.GetElapsedTime(begun);
        await _reporter.FlushAsync(left > TimeSpan.FromSeconds(1) ? left : TimeSpan.FromSeconds(1));
        return Count.Making;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;
        await _connection.DisposeAsync();
        await _stopping.CancelAsync();
        await _background;
        _outbox.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Makes one attempt, when this worker may.</summary>
    async ValueTask<StepResult> IStepHandler.ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        var step = _byContext[context];
        if (context.Effect == StepEffect.Once && !await MayMakeAsync(step, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new OperationCanceledException("Another has this attempt.");
        }

        var begun = (step.Begun = _time.GetTimestamp()).Value;
        if (step.IsAgain || context.Deadline is not null)
            _reporter.Tell(step, StepReportKind.Taken);
        try
        {
            return await _handler.ExecuteAsync(context, cancellationToken);
        }
        finally
        {
            _pilot?.Ended(_time.GetElapsedTime(begun));
        }
    }

    /// <summary>Makes and fetches another number from now on. What was fetched stays here.</summary>
    private async Task ResizeAsync(int concurrency)
    {
        _steps.Resize(concurrency);
        await _consumers.ResizeAsync(_connection, concurrency);
    }

    private async ValueTask<bool> MayMakeAsync(TakenStep step, CancellationToken cancellationToken)
    {
        switch (await _gate.AskAsync(step, cancellationToken))
        {
            case EffectClaim.Granted:
                return true;
            case null:
                await ReturnAsync(step.Work);
                return false;
            case EffectClaim.Lost:
                throw new AxleException(
                    ErrorKind.Unknown, "The worker that took this attempt is gone. Its effect must happen at most once, and whether it happened is not known.");
            default:
                Forget(step);
                _steps.Recall(step.Work);
                await AcknowledgeAsync(step);
                return false;
        }
    }

    private async Task BeginAsync(BrokerSession session, CancellationToken cancellationToken)
    {
        var channel = session.Consuming;
        await _topology.DeclareAsync(channel, cancellationToken);
        var recalls = await _topology.RecallsAsync(channel, _node, cancellationToken);
        await channel.BasicConsumeAsync(recalls, autoAck: false, new BrokerConsumer(session, RecallAsync), cancellationToken);
        await _consumers.BeginAsync(session, cancellationToken);
    }

    private async Task ReceiveAsync(Delivery delivery)
    {
        if (delivery.Properties is not { MessageId: { } name, ReplyTo: { } reports })
            await delivery.RefuseAsync();
        else if (delivery.Properties.Type == Frames.Steps)
            await ReceiveBatchAsync(delivery, reports);
        else if (!await AnswerAsync(name, reports, delivery.Kept(), delivery.IsSentAgain))
            await TakeAsync(name, reports, delivery.Body, delivery.Kept(), delivery.IsRedelivered || delivery.IsSentAgain);
    }

    /// <summary>Steps that came with others. What another worker had before goes back: it may have made most of them.</summary>
    private async Task ReceiveBatchAsync(Delivery delivery, string reports)
    {
        var steps = StepBatch.Read(delivery.Body);
        var batch = new DeliveredBatch(delivery.Kept(), steps.Count, (name, settled) => _reporter.GiveBack(name, reports, settled));
        foreach (var (name, step) in steps)
        {
            var part = batch.Of(name);
            try
            {
                if (await AnswerAsync(name, reports, part, isSentAgain: false))
                    continue;
                if (delivery.IsRedelivered)
                    await part.ReturnAsync();
                else
                    await TakeAsync(name, reports, step, part, isAgain: false);
            }
            catch (Exception unreadable) when (unreadable is JsonException or AxleException)
            {
                await part.ReturnAsync();
            }
        }
    }

    /// <summary>Answers a step that need not be made here.</summary>
    /// <returns>Whether it was one.</returns>
    private async Task<bool> AnswerAsync(string name, string reports, IAnswerable delivery, bool isSentAgain)
    {
        if (_taken.TryGetValue(name, out var mine))
        {
            // It is being made here: the connection was lost in between, or its engine has not heard of it.
            mine.Reports = reports;
            await (mine.Deliver(delivery)?.AcknowledgeAsync() ?? Task.CompletedTask);
            // Its engine may have forgotten who has it.
            mine.IsAgain = true;
            if (!mine.HasEnded)
                _reporter.Tell(mine, mine.Begun is null ? StepReportKind.Alive : StepReportKind.Taken);
            else if (!_taken.ContainsKey(name))
                await AcknowledgeAsync(mine);
            return true;
        }

        if (_over.TryGet(name, out var report) && (!isSentAgain || report is not null))
        {
            if (isSentAgain)
                _reporter.Send(name, () => reports, report!, static () => { });
            await delivery.AcknowledgeAsync();
            return true;
        }

        if (!_isDraining)
            return false;
        _ = ReturnWhenNothingComesAsync(delivery);
        return true;
    }

    private async Task TakeAsync(string name, string reports, ReadOnlyMemory<byte> message, IAnswerable delivery, bool isAgain)
    {
        var step = new TakenStep(name, _messages.Read(message.Span), reports, _time.GetTimestamp()) { IsAgain = isAgain };
        step.Deliver(delivery);
        _taken[name] = step;
        _byContext[step.Work.Context] = step;
        await _steps.AddAsync(step.Work);
    }

    /// <summary>One that is given back while this worker consumes comes back at once, and each time counts towards its being given up.</summary>
    private async Task ReturnWhenNothingComesAsync(IAnswerable delivery)
    {
        if (await _nothingComes.Task)
            await delivery.ReturnAsync();
    }

    /// <summary>A step that this worker cannot read: one of another version, or with other keys, may. When all have had their turn it is refused.</summary>
    private Task GiveBackAsync(Delivery delivery, Exception exception)
    {
        _options.Note?.Invoke($"Step {delivery.Properties.MessageId} cannot be read here ({exception.GetType().Name}: {exception.Message}) and is given back.");
        if (delivery.CameBack >= _options.DeliveryLimit)
            return delivery.RefuseAsync();
        // Others are received meanwhile.
        _ = delivery.Kept().ReturnAsync(ReadAgainAfter, _time);
        return Task.CompletedTask;
    }

    /// <summary>An attempt that does not count any more.</summary>
    private async Task RecallAsync(Delivery delivery)
    {
        if (delivery.Properties.MessageId is { } name)
        {
            if (_taken.TryGetValue(name, out var step) && !step.HasEnded)
            {
                Forget(step);
                _steps.Recall(step.Work);
                await AcknowledgeAsync(step);
            }

            _over.Add(name, null);
        }

        await delivery.AcknowledgeAsync();
    }

    private bool Report(StepWork work, RunCommand command)
    {
        if (!_byContext.TryGetValue(work.Context, out var step))
            return false;
        if (command is TakeUpStep)
            return true;
        step.HasEnded = true;
        _byContext.TryRemove(work.Context, out _);
        if (_reporter.Write(step, command) is not { } report)
        {
            Forget(step);
            _ = step.TakeDelivery()?.ReturnAsync();
            return false;
        }

        _reporter.Send(step.Name, () => step.Reports, report, () =>
        {
            _over.Add(step.Name, report);
            _taken.TryRemove(KeyValuePair.Create(step.Name, step));
            _ = AcknowledgeAsync(step);
        });
        return true;
    }

    /// <summary>Tells engines of steps that last, and takes those off the broker that last so long that it would give up this worker.</summary>
    private async Task SpeakAsync()
    {
        using var timer = new PeriodicTimer(TellAfter / 2, _time);
        while (true)
        {
            try
            {
                if (!await timer.WaitForNextTickAsync(_connection.Stopping))
                    return;
                // What is said to a broker that takes nothing is heard when it takes again: once is enough.
                if (_connection.IsBlocked)
                    continue;
                foreach (var step in _taken.Values.Where(static s => !s.HasEnded))
                    await SpeakAsync(step);
            }
            catch (OperationCanceledException) when (_connection.Stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                _options.Note?.Invoke($"Engines could not be told of steps under way: {exception}");
            }
        }
    }

    private async Task SpeakAsync(TakenStep step)
    {
        // It waits behind long ones: by itself it goes to whoever is free.
        if (step is { Begun: null, CameWithOthers: true } && _time.GetElapsedTime(step.Since) >= LongestWait && _steps.TryTakeBack(step.Work))
        {
            Forget(step);
            await (step.TakeDelivery()?.ReturnAsync() ?? Task.CompletedTask);
            return;
        }

        if (step.Told is null ? step.Begun is { } begun && _time.GetElapsedTime(begun) >= TellAfter : IsDue(step.Told.Value))
            _reporter.Tell(step, step.Told is null ? StepReportKind.Taken : StepReportKind.Alive);
        else if (step.Told is null && step.Begun is null && IsDue(step.Since))
            _reporter.Tell(step, StepReportKind.Alive);
        if (step.IsOnBroker && step.Told is not null && _time.GetElapsedTime(step.Since) >= _options.KeepAfter)
            await AcknowledgeAsync(step);
    }

    private bool IsDue(long since) => _time.GetElapsedTime(since) >= _options.Silence / 3;

    private async Task ReturnAsync(StepWork work)
    {
        if (!_byContext.TryGetValue(work.Context, out var step))
            return;
        Forget(step);
        _steps.Recall(work);
        if (step.TakeDelivery() is { } delivery)
            await delivery.ReturnAsync();
    }

    private void Forget(TakenStep step)
    {
        _taken.TryRemove(KeyValuePair.Create(step.Name, step));
        _byContext.TryRemove(step.Work.Context, out _);
    }

    private static Task AcknowledgeAsync(TakenStep step) => step.TakeDelivery()?.AcknowledgeAsync() ?? Task.CompletedTask;
}
