using Axle.Models.Telemetry;
using Microsoft.Extensions.AI;

namespace Axle.Models.Routing;

/// <summary>Keeps one client for each deployment that was asked.</summary>
internal sealed class DeploymentClients(TimeProvider time) : IDisposable
{
    private const int MostClients = 64;
    private readonly Dictionary<(string Provider, string Model), IChatClient> _clients = [];
    private readonly Lock _gate = new();

    /// <summary>The client of a deployment; when too many are kept already, one that the caller disposes.</summary>
    public IChatClient For(PlannedCandidate candidate, out bool isShared)
    {
        var key = (candidate.Options.Name, candidate.Model);
        lock (_gate)
        {
            isShared = true;
            if (_clients.TryGetValue(key, out var known))
                return known;
            if (_clients.Count < MostClients)
                return _clients[key] = Connect(candidate);
        }

        isShared = false;
        return Connect(candidate);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var client in _clients.Values)
                client.Dispose();
            _clients.Clear();
        }
    }

    // Read from the inside out, this is the last part of the way of a call.
    private SpanChatClient Connect(PlannedCandidate candidate)
    {
        var provider = candidate.Provider.Connect(candidate.Options, candidate.Model, time);
        return new SpanChatClient(provider, candidate.Provider.Description.TelemetryName, candidate.Model, time);
    }
}
