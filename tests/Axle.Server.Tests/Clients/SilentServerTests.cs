using System.Text.Json;
using Axle.Client;
using Axle.Client.Agents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Axle.Server.Tests.Clients;

/// <summary>Axle.Client on a server that takes connections in and then says nothing, as one whose machine was switched off.</summary>
public sealed class SilentServerTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _again = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[]? _welcome;
    private WebApplication _app = null!;
    private int _connections;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(SilenceAsync);
        await _app.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact(Timeout = 600_000)]
    public async Task Who_watches_a_run_gives_a_silent_connection_up_and_makes_another()
    {
        using var client = new AxleClient(new AxleClientOptions { Server = new Uri(_app.Urls.Single()), Token = "key", Time = new FastClock() });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var watching = client.Runs.WatchAsync("run", cancellationToken: stop.Token).ToListAsync(stop.Token).AsTask();

        await await Task.WhenAny(_again.Task, watching).WaitAsync(stop.Token);

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => watching);
    }

    [Theory(Timeout = 600_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_agent_gives_a_silent_connection_up_before_and_after_it_is_welcome_and_makes_another(bool isWelcome)
    {
        if (isWelcome)
        {
            _welcome = JsonSerializer.SerializeToUtf8Bytes(new
            {
                type = "registered",
                heartbeatSeconds = 10,
                leaseSeconds = 30,
                largestMessage = 1 << 20,
                kept = Array.Empty<object>(),
                dropped = Array.Empty<string>(),
            });
        }

        await ServeUntilAgainAsync(new FastClock());
    }

    /// <summary>A process that did not get to run for so long, as on a machine that slept, finds its connection given up when it comes to read.</summary>
    [Fact(Timeout = 600_000)]
    public Task An_agent_whose_connection_is_given_up_before_it_reads_makes_another() => ServeUntilAgainAsync(new HastyClock());

    private async Task ServeUntilAgainAsync(TimeProvider time)
    {
        var options = new RemoteAgentOptions
        {
            Server = new Uri(_app.Urls.Single()),
            Token = "key",
            Id = "translator",
            Capabilities = [new AgentCapability("translate")],
            Time = time,
        };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var serving = new RemoteAgent(options, static (_, _) => Task.FromResult(AgentTaskResult.Of(new { }))).RunAsync(stop.Token);

        await await Task.WhenAny(_again.Task, serving).WaitAsync(stop.Token);
        serving.IsCompleted.ShouldBeFalse();

        await stop.CancelAsync();
        await serving;
    }

    private async Task SilenceAsync(HttpContext http)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        if (Interlocked.Increment(ref _connections) == 2)
            _again.TrySetResult();
        if (_welcome is not null)
            await socket.SendAsync(_welcome, System.Net.WebSockets.WebSocketMessageType.Text, true, http.RequestAborted);
        var gone = new TaskCompletionSource();
        await using var aborted = http.RequestAborted.Register(() => gone.TrySetResult());
        await using var stopping = _app.Lifetime.ApplicationStopping.Register(() => gone.TrySetResult());
        await gone.Task;
    }

    /// <summary>On it, a minute of waiting takes 60 ms.</summary>
    private sealed class FastClock : TimeProvider
    {
        private const int Times = 1_000;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new FastTimer(base.CreateTimer(callback, state, Fast(dueTime), Fast(period)));

        private static TimeSpan Fast(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / Times;

        private sealed class FastTimer(ITimer timer) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(Fast(dueTime), Fast(period));

            public void Dispose() => timer.Dispose();

            public ValueTask DisposeAsync() => timer.DisposeAsync();
        }
    }

    /// <summary>On it, whatever is to be waited for is over at once.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new HastyTimer(callback, state);
            timer.Change(dueTime, period);
            return timer;
        }

        private sealed class HastyTimer(TimerCallback callback, object? state) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                if (dueTime != Timeout.InfiniteTimeSpan)
                    callback(state);
                return true;
            }

            public void Dispose()
            {
                // There is nothing to stop.
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
