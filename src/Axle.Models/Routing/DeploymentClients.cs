namespace Axle.Models.Routing;

/// <summary>Keeps one client for each deployment that was asked.</summary>
/// <param name="connect">Makes one.</param>
internal sealed class DeploymentClients<TClient>(Func<Deployment, TClient> connect) : IDisposable
    where TClient : IDisposable
{
    private const int Most = 256;
    private readonly Dictionary<Deployment, TClient> _clients = [];
    private readonly Lock _gate = new();

    /// <summary>The client of a deployment, for one attempt; when too many are kept already, one that goes with the attempt.</summary>
    public LentClient<TClient> Lend(Deployment deployment)
    {
        lock (_gate)
        {
            if (_clients.TryGetValue(deployment, out var known))
                return new LentClient<TClient>(known, isShared: true);
            if (_clients.Count < Most)
                return new LentClient<TClient>(_clients[deployment] = connect(deployment), isShared: true);
        }

        return new LentClient<TClient>(connect(deployment), isShared: false);
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
}

/// <summary>A client for one attempt. Give it back by disposing this, not the client.</summary>
internal readonly struct LentClient<TClient>(TClient client, bool isShared) : IDisposable
    where TClient : IDisposable
{
    /// <summary>The client.</summary>
    public TClient Client => client;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!isShared)
            client.Dispose();
    }
}
