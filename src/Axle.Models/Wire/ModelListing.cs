using System.Net.Http.Headers;
using System.Text.Json;
using Axle.Models.Configuration;
using Axle.Models.Providers;

namespace Axle.Models.Wire;

/// <summary>Reads a provider's list of models: whether address and key are right, without spending tokens.</summary>
/// <param name="Address">Where the list is.</param>
/// <param name="Sign">Adds the key.</param>
/// <param name="List">The member that holds the list.</param>
/// <param name="Name">The member of an entry that holds the model's name.</param>
internal sealed record ModelListing(Uri Address, Action<HttpRequestHeaders> Sign, string List = "data", string Name = "id")
{
    private const int MostModels = 10_000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>Reads the list.</summary>
    /// <exception cref="AxleException">As of a call: the provider is not reached, refuses the key, or sends something else than a list.</exception>
    public async Task<ProviderHealth> ReadAsync(ProviderOptions options, IErrorWords words, TimeProvider time, CancellationToken cancellationToken)
    {
        var patience = options.Timeout < Longest ? options.Timeout : Longest;
        var errors = new ProviderErrors(options with { Timeout = patience }, "list of models", words);
        using var deadline = new CancellationTokenSource(patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        using var http = WireClient.Create(options, errors.FromWire, time);
        using var request = new HttpRequestMessage(HttpMethod.Get, Address);
        Sign(request.Headers);
        var began = time.GetTimestamp();
        try
        {
            using var response = await http.SendAsync(request, both.Token);
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(both.Token));
            return Read(document.RootElement) is { } models
                ? new ProviderHealth(time.GetElapsedTime(began), models)
                : throw errors.Malformed("sent something that is no list of models; check providers." + options.Name + ".baseUrl");
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw deadline.IsCancellationRequested ? errors.TimedOut(e) : errors.FromException(e);
        }
    }

    private List<string>? Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(List, out var list) || list.ValueKind != JsonValueKind.Array)
            return null;
        return [.. list.EnumerateArray()
            .Where(entry => entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(Name, out var name) && name.ValueKind == JsonValueKind.String)
            .Select(entry => entry.GetProperty(Name).GetString()!)
            .Take(MostModels)];
    }
}
