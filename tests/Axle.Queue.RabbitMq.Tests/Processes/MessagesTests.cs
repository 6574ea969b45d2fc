using Axle.Workflows.Runs;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Axle.Queue.RabbitMq.Tests.Processes;

/// <summary>Messages that come twice or are too large.</summary>
public sealed class MessagesTests : IAsyncDisposable
{
    private const string Held = """
        name: held
        steps:
          - key: held
            run: { command: [sh, -c, 'echo begin >> ledger; while [ ! -e go ]; do kill -0 $PPID || exit 1; sleep 0.05; done'] }
        """;

    private readonly Installation _nodes = new(RabbitServer.Shared);
    private IConnection? _connection;

    private string Steps => $"{Path.GetFileName(_nodes.Folder)}.steps.code.normal";

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        await _nodes.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_left_of_a_step_that_a_worker_got_twice()
    {
        await _nodes.StartEngineAsync();
        var run = await _nodes.RunAsync(Held);
        await using var channel = await OpenAsync();
        var step = await TakeAsync(channel, Steps);
        for (var i = 0; i < 2; i++)
            await channel.BasicPublishAsync("", Steps, mandatory: true, new BasicProperties(step.BasicProperties), step.Body, _nodes.Cancellation);
        var worker = await _nodes.StartWorkerAsync();
        await _nodes.LedgerAsync(static lines => lines.Length == 1);
        while (await channel.MessageCountAsync(Steps, _nodes.Cancellation) > 0)
            await Task.Delay(20, _nodes.Cancellation);
        _nodes.Release("go");
        (await _nodes.EndAsync(run)).Status.ShouldBe(RunStatus.Completed);
        await worker.KillAsync(_nodes.Cancellation);
        // What it had not acknowledged would be back by now.
        await Task.Delay(TimeSpan.FromSeconds(1), _nodes.Cancellation);
        (await channel.MessageCountAsync(Steps, _nodes.Cancellation)).ShouldBe(0u);
    }

    [Fact]
    public async Task An_output_that_is_larger_than_the_broker_takes_fails_the_attempt()
    {
        _nodes.Settings = "&largest=1";
        await _nodes.StartEngineAsync();
        await _nodes.StartWorkerAsync();
        var state = await _nodes.EndAsync(await _nodes.RunAsync("""
            name: large
            steps:
              - key: large
                code: { language: python, source: 'output = "x" * 1100000' }
            """));
        state.Status.ShouldBe(RunStatus.Failed);
        state.Error!.Message.ShouldContain("larger than the broker takes");
    }

    /// <summary>A channel, when there is the queue of steps.</summary>
    private async Task<IChannel> OpenAsync()
    {
        _connection ??= await new ConnectionFactory { Uri = new Uri(RabbitServer.Shared.Address) }.CreateConnectionAsync(_nodes.Cancellation);
        while (true)
        {
            var channel = await _connection.CreateChannelAsync(cancellationToken: _nodes.Cancellation);
            try
            {
                await channel.QueueDeclarePassiveAsync(Steps, _nodes.Cancellation);
                return channel;
            }
            catch (OperationInterruptedException)
            {
                // The nodes have not made it yet.
                await channel.DisposeAsync();
                await Task.Delay(50, _nodes.Cancellation);
            }
        }
    }

    private async Task<BasicGetResult> TakeAsync(IChannel channel, string queue)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(30));
        while (true)
        {
            if (await channel.BasicGetAsync(queue, autoAck: true, _nodes.Cancellation) is { } message)
                return message;
            await timer.WaitForNextTickAsync(_nodes.Cancellation);
        }
    }
}
