using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text.Json;

namespace Axle.Client.Agents;

/// <summary>
/// An agent that lives in this process. It offers itself to a server, is given tasks of runs, and streams back what comes of them. A cut of the
/// connection, or the death of the server, interrupts no task: the agent comes back, and says what may have been lost.
/// </summary>
/// <param name="options">Who it is.</param>
/// <param name="perform">
/// Does a task; many at once when there are more places than one. What it throws fails the attempt: <see cref="AgentTaskException"/> says how. The token
/// fires when nobody wants the task any more.
/// </param>
public sealed class RemoteAgent(RemoteAgentOptions options, Func<AgentTask, CancellationToken, Task<AgentTaskResult>> perform)
{
    // The server shows less.
    private const int LongestError = 600;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestWelcome = TimeSpan.FromSeconds(30);
    private readonly TasksInHand _tasks = new();
    private readonly string _process = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>
    /// Serves until stopped: takes nothing new then, ends the tasks in hand, and returns. Tasks that take longer than
    /// <see cref="RemoteAgentOptions.DrainTime"/> are cancelled, and handed out to others when the lease has ended.
    /// </summary>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="AxleClientException">The server refuses the agent: its key, its id, or what it says it can do.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var ending = new CancellationTokenSource();
        await using var draining = stop.UnsafeRegister(state => _ = DrainAsync((CancellationTokenSource)state!), ending);
        var pause = FirstPause;
        try
        {
            while (!ending.IsCancellationRequested)
            {
                var (served, why) = await ServeAsync(stop, ending.Token);
                if (ending.IsCancellationRequested)
                    return;
                pause = served ? FirstPause : pause * 2 < options.LongestPause ? pause * 2 : options.LongestPause;
                options.Changed?.Invoke(false, why);
                // All agents of a server that comes back do not come back at the same moment.
                await Task.Delay(pause * (0.5 + RandomShare()), options.Time, ending.Token);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // It was stopped.
        }
        finally
        {
            _tasks.DropAll();
        }
    }

    /// <summary>Serves as long as one connection lasts.</summary>
    /// <returns>Whether it was taken in, and why it ended.</returns>
    private async Task<(bool Served, string Why)> ServeAsync(CancellationToken stop, CancellationToken end)
    {
        var served = false;
        try
        {
            await using var connection = await AgentConnection.OpenAsync(options, end);
            connection.Expect(LongestWelcome);
            connection.Send(Registration());
            if (await connection.ReceiveAsync(end) is not { } welcome)
                return (false, connection.Farewell);
            Refuse(welcome);
            connection.Expect(TimeSpan.FromSeconds(welcome.GetProperty("leaseSeconds").GetDouble()));
            _tasks.Resume(connection, welcome);
            served = true;
            options.Changed?.Invoke(true, $"Connected to {options.Server}.");
            await using var draining = stop.UnsafeRegister(static state => ((AgentConnection)state!).Send(new { type = "drain" }), connection);
            var beat = TimeSpan.FromSeconds(welcome.GetProperty("heartbeatSeconds").GetDouble());
            await using var heart = options.Time.CreateTimer(
                static state => ((AgentConnection)state!).Send(new { type = "heartbeat" }), connection, beat, beat);
            while (await connection.ReceiveAsync(end) is { } message)
                Hear(message);
            return (true, connection.Farewell);
        }
        // A connection that is given up after a silence ends as one that was cancelled, or as one that is no more when nobody is reading just then.
        catch (Exception gone) when (gone is WebSocketException or IOException or HttpRequestException or ObjectDisposedException
            || (gone is OperationCanceledException && !end.IsCancellationRequested))
        {
            return (served, gone.Message);
        }
        finally
        {
            _tasks.Disconnect();
        }
    }

    private object Registration() => new
    {
        type = "register",
        agent = options.Id,
        name = options.Name,
        version = options.Version,
        description = options.Description,
        capabilities = options.Capabilities,
        places = options.Places,
        process = _process,
        tasks = _tasks.Ids,
    };

    private static void Refuse(JsonElement welcome)
    {
        if (welcome.GetProperty("type").GetString() == "registered")
            return;
        var problem = welcome.GetProperty("problem");
        var (status, detail) = (problem.GetProperty("status").GetInt32(), problem.GetProperty("detail").GetString()!);
        throw status is 429 or >= 500 ? new IOException(detail) : new AxleClientException(status, problem.GetProperty("code").GetString()!, detail);
    }

    private void Hear(JsonElement message)
    {
        switch (message.GetProperty("type").GetString())
        {
            case "task":
                if (_tasks.Take(message.GetProperty("task").GetString()!) is { } task)
                    _ = PerformAsync(task, new AgentTask(task, message.GetProperty("work")));
                break;
            case "ack":
                _tasks.Hear(message.GetProperty("task").GetString()!, message.GetProperty("seq").GetInt64());
                break;
            case "cancel":
                _tasks.Drop(message.GetProperty("task").GetString()!);
                break;
        }
    }

    private async Task PerformAsync(TaskInHand inHand, AgentTask task)
    {
        // Not on the thread that receives.
        await Task.Yield();
        try
        {
            var result = await perform(task, inHand.Cancellation.Token);
            inHand.End(seq => new
            {
                type = "result",
                task = task.Id,
                seq,
                output = result.Output,
                usage = new { usd = result.Usd, tokens = result.Tokens },
            });
        }
#pragma warning disable CA1031 // Whatever a task fails with is told to whoever asked for it.
        catch (Exception fault)
        {
            var (kind, text) = fault is AgentTaskException told ? (told.Kind, told.Message) : ("unknown", $"{fault.GetType().Name}: {fault.Message}");
            var message = text.Length <= LongestError ? text : text[..LongestError];
            inHand.End(seq => new { type = "result", task = task.Id, seq, error = new { kind, message } });
        }
#pragma warning restore CA1031
    }

    private async Task DrainAsync(CancellationTokenSource ending)
    {
        try
        {
            await _tasks.None.WaitAsync(options.DrainTime, options.Time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            // Others do what is left.
        }

        await ending.CancelAsync();
    }

    private static double RandomShare() => RandomNumberGenerator.GetInt32(1_000) / 1_000.0;
}
