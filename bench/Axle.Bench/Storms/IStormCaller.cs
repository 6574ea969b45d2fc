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
}

/// <summary>Axle's gateway over all providers. A call has fifteen seconds.</summary>
internal sealed class GatewayCaller(StormProviders providers) : IStormCaller
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(15);
    private readonly ModelGateway _gateway = new(new ModelOptions(providers.Options));

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

    public async Task<string?> AskAsync(bool stream)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (attempt > 0)
                await Task.Delay(FirstPause * Math.Pow(2, attempt - 1), TimeProvider.System);
            try
            {
                var response = stream
                    ? await _client.GetStreamingResponseAsync("How are families?").ToChatResponseAsync()
                    : await _client.GetResponseAsync("How are families?");
                return response.Text;
            }
            catch (AxleException)
            {
                // The next try follows.
            }
        }

        return null;
    }

    public void Dispose() => _client.Dispose();
}
