using Axle.Models.Answers;
using Axle.Models.Budget;
using Axle.Models.Telemetry;
using Axle.Models.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Routing;

/// <summary>Keeps one client for each deployment that was asked.</summary>
internal sealed class DeploymentClients(SpendingBook book, TimeProvider time) : IDisposable
{
    private const int Most = 256;
    private readonly Dictionary<Deployment, IChatClient> _clients = [];
    private readonly Lock _gate = new();

    /// <summary>The client of a deployment; when too many are kept already, one that the caller disposes.</summary>
    public IChatClient For(Deployment deployment, out bool isShared)
    {
        lock (_gate)
        {
            isShared = true;
            if (_clients.TryGetValue(deployment, out var known))
                return known;
            if (_clients.Count < Most)
                return _clients[deployment] = Connect(deployment);
        }

        isShared = false;
        return Connect(deployment);
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
    private IChatClient Connect(Deployment deployment)
    {
        var provider = deployment.Provider.Connect(deployment.Options, deployment.Model, time);
        provider.GetService<RateLimitGauge>()?.Listen(deployment.Limit.Hear);
        var schema = new SchemaPromptChatClient(provider, deployment.Provider.Description, deployment.Card);
        var span = new SpanChatClient(schema, deployment.Provider.Description.TelemetryName, deployment.Model, time);
        return deployment.IsOffline
            ? span
            : new BudgetChatClient(span, new BudgetedDeployment(deployment.Options.Name, deployment.Model, deployment.Card), book, time);
    }
}
