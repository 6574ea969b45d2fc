using Axle.Models;
using Axle.Models.Configuration;
using Axle.Models.Providers;
using Microsoft.Extensions.AI;

namespace Axle.Bench.Storms;

/// <summary>Asks one question, in its own way of going on when something fails.</summary>
internal interface IStormCaller : IDisposable
{
    /// <summary>The answer; null when it gave up.</summary>
    Task<string?> AskAsync(bool stream);

    /// <summary>Where the time went.</summary>
    StormTimes Times { get; }
}

/// <summary>Axle's gateway over all providers. A call has fifteen seconds.</summary>
internal sealed class GatewayCaller : IStormCaller
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(15);
    private readonly ModelGateway _gateway;

    public GatewayCaller(StormProviders providers) =>
        _gateway = new(new ModelOptions(providers.Options), services: new GatewayServices { Listeners = [Times] });

    public StormTimes Times { get; } = new();

    public async Task<string?> AskAsync(bool stream)
    {
        var call = new ModelCall(new ModelRequest([new ChatMessage(ChatRole.User, "How are families?")])
        {
            Deadline = TimeProvider.System.GetUtcNow() + Time,
            MayUseCache = false,
            MayUseOffline = false,
        });
        try
        {
            var response = stream
                ? await _gateway.GetStreamingResponseAsync(call, CancellationToken.None).ToChatResponseAsync()
                : await _gateway.GetResponseAsync(call, CancellationToken.None);
            return response.Text;
        }
        catch (AxleException)
        {
            return null;
        }
    }

    public void Dispose() => _gateway.Dispose();
}

/// <summary>What most programs do: the same provider three times, with a pause that doubles between.</summary>
internal sealed class NaiveCaller(StormProviders providers) : IStormCaller
{
    private const int Tries = 3;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    private readonly IChatClient _client =
        ProviderCatalog.Find(providers.Options[0].Kind)!.Connect(providers.Options[0], providers.Options[0].DefaultModel, TimeProvider.System);

    public StormTimes Times { get; } = new();

    public async Task<string?> AskAsync(bool stream)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (attempt > 0)
            {
                var pause = FirstPause * Math.Pow(2, attempt - 1);
                Times.Add("wait, pause", pause);
                await Task.Delay(pause, TimeProvider.System);
            }

            var began = TimeProvider.System.GetTimestamp();
            try
            {
                var response = stream
                    ? await _client.GetStreamingResponseAsync("How are families?").ToChatResponseAsync()
                    : await _client.GetResponseAsync("How are families?");
                return response.Text;
            }
            catch (AxleException failure)
            {
                // The next try follows.
                Times.Add($"fail, {failure.Error.Kind.ToName()}", TimeProvider.System.GetElapsedTime(began));
            }
        }

        return null;
    }

    public void Dispose() => _client.Dispose();
}
