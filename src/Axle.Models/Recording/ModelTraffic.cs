using System.Collections.Immutable;
using Axle.Models.Configuration;
using Axle.Models.Recording.Redaction;

namespace Axle.Models.Recording;

/// <summary>Stands between the providers' clients and the network, where traffic is recorded or played back. Safe for concurrent use.</summary>
internal sealed class ModelTraffic : IDisposable
{
    // A shorter one is no key but a word that a local server was given, and stands everywhere.
    private const int ShortestKey = 6;

    private readonly ExchangeWriter? _writer;
    private readonly RecordedTraffic? _recorded;
    private readonly ImmutableArray<string> _keys;
    private readonly IPersonalDataFinder _finder;

    private ModelTraffic(ModelOptions options, IPersonalDataFinder? finder)
    {
        _keys = [.. options.Providers.SelectMany(static p => p.Keys.Select(static k => k.Secret).Append(p.Key)).Select(static k => k?.Reveal()).OfType<string>()
            .Where(static k => k.Length >= ShortestKey).Distinct().OrderByDescending(static k => k.Length)];
        _finder = finder ?? PersonalData.Finder;
        if (options.Recording.Mode == RecordingMode.Record)
            _writer = new ExchangeWriter(options.Recording.File);
        else
            _recorded = new RecordedTraffic(options.Recording.File);
    }

    /// <summary>
    /// Lets all providers of these options record or play back, as they say. A played back provider needs no key, and one that the recording does
    /// not know is not asked, so that every choice falls as it did.
    /// </summary>
    /// <param name="options">The options; afterwards with the traffic in them.</param>
    /// <param name="finder">Finds personal data; null takes the one that goes by forms.</param>
    /// <returns>What is to be disposed of; null when nothing is recorded or played back.</returns>
    public static ModelTraffic? Open(ref ModelOptions options, IPersonalDataFinder? finder)
    {
        if (options.Recording.Mode == RecordingMode.Off)
            return null;
        var traffic = new ModelTraffic(options, finder);
        options = options with { Providers = [.. options.Providers.Select(traffic.Join)] };
        return traffic;
    }

    /// <summary>The way of a provider's requests.</summary>
    /// <param name="provider">Its name.</param>
    /// <param name="network">What sends them over the network.</param>
    public HttpMessageHandler Around(string provider, HttpMessageHandler network) => _writer is not null
        ? new RecordingHandler(provider, Redact, _writer, network)
        : new ReplayHandler(provider, Redact, _recorded!);

    /// <inheritdoc/>
    public void Dispose() => _writer?.Dispose();

    private ExchangeRedaction Redact() => new(_keys, _finder);

    private ProviderOptions Join(ProviderOptions provider) => _recorded is null
        ? provider with { Traffic = this }
        : provider with
        {
            Traffic = this,
            Enabled = provider.Enabled && _recorded.Providers.Contains(provider.Name),
            Key = provider.Key ?? new Secret("played-back"),
        };
}
