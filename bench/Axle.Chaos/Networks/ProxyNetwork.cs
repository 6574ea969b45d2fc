using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Axle.Chaos.Networks;

/// <summary>A proxy before the database and one before the broker, for each node: for whoever may not make network namespaces.</summary>
internal sealed class ProxyNetwork : INetwork
{
    private readonly ConcurrentDictionary<string, (Proxy Database, Proxy Broker)> _proxies = new(StringComparer.Ordinal);

    public string Name => "proxies that hold back what passes";

    public string DatabaseListens => "";

    public string BrokerListens => "127.0.0.1";

    public Line Connect(string node, string database, string broker)
    {
        var socket = Uri.UnescapeDataString(database.Split("?host=")[1]);
        var url = new Uri(broker);
        var proxies = (Database: new Proxy(new UnixDomainSocketEndPoint($"{socket}/.s.PGSQL.5432")), Broker: new Proxy(new IPEndPoint(IPAddress.Loopback, url.Port)));
        _proxies[node] = proxies;
        return new Line(
            node, [], "127.0.0.1", FreePort(),
            string.Create(CultureInfo.InvariantCulture, $"postgres://axle@127.0.0.1:{proxies.Database.Port}/{database.Split('/')[3].Split('?')[0]}"),
            string.Create(CultureInfo.InvariantCulture, $"amqp://{url.UserInfo}@127.0.0.1:{proxies.Broker.Port}"));
    }

    public void Cut(Line line, LineEnds ends)
    {
        if (ends.HasFlag(LineEnds.Database))
            _proxies[line.Node].Database.Gate.Shut();
        if (ends.HasFlag(LineEnds.Broker))
            _proxies[line.Node].Broker.Gate.Shut();
    }

    public void Mend(Line line)
    {
        _proxies[line.Node].Database.Gate.Open();
        _proxies[line.Node].Broker.Gate.Open();
    }

    public void Dispose()
    {
        foreach (var (database, broker) in _proxies.Values)
        {
            database.Dispose();
            broker.Dispose();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
