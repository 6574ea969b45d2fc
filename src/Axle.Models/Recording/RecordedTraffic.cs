using System.Collections.Immutable;

namespace Axle.Models.Recording;

/// <summary>What a file has recorded, ready to be given again: each exchange once, those of equal requests in the order of the file.</summary>
internal sealed class RecordedTraffic
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (Queue<ModelExchange> Left, int Recorded)> _exchanges = [];
    private readonly string _fileName;

    /// <summary>Reads the file.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: there is no such file, or it is no recording.</exception>
    public RecordedTraffic(string path)
    {
        _fileName = Path.GetFileName(path);
        if (!File.Exists(path))
            throw new AxleException(ErrorKind.Validation, $"There is no recording '{_fileName}' to play back. {Cure}");
        var providers = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var exchange in ExchangeFile.Read(path))
        {
            providers.Add(exchange.Provider);
            var key = exchange.Request.Fingerprint ??
                Fingerprint.Of(exchange.Provider, exchange.Request.Method, exchange.Request.Path, exchange.Request.Body);
            var (left, recorded) = _exchanges.TryGetValue(key, out var found) ? found : (new Queue<ModelExchange>(), 0);
            left.Enqueue(exchange);
            _exchanges[key] = (left, recorded + 1);
        }

        Providers = [.. providers];
    }

    /// <summary>The providers that were asked.</summary>
    public ImmutableHashSet<string> Providers { get; }

    private static string Cure => "Record it: set recording.mode to record, or AXLE_RECORDING=record, and run once with keys and network.";

    /// <summary>The next exchange of a request.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: there is none, or none any more.</exception>
    public ModelExchange Take(string fingerprint, string provider, ExchangeRequest request)
    {
        lock (_gate)
        {
            if (!_exchanges.TryGetValue(fingerprint, out var found))
            {
                throw new AxleException(ErrorKind.Validation,
                    $"'{_fileName}' has no answer of {provider} to this request ({request.Method} {request.Path}, fingerprint {fingerprint}): it was not made when the file was recorded, or reads otherwise now. {Cure}");
            }

            if (!found.Left.TryDequeue(out var exchange))
            {
                throw new AxleException(ErrorKind.Validation,
                    $"'{_fileName}' has {found.Recorded} {(found.Recorded == 1 ? "answer" : "answers")} of {provider} to this request ({request.Method} {request.Path}, fingerprint {fingerprint}), and it was made once more. {Cure}");
            }

            if (exchange.Response.OmittedCharacters > 0)
            {
                throw new AxleException(ErrorKind.Validation,
                    $"The answer of {provider} to this request (fingerprint {fingerprint}) was too long to be recorded: {exchange.Response.OmittedCharacters} characters.");
            }

            return exchange;
        }
    }
}
