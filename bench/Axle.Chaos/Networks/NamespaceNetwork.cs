namespace Axle.Chaos.Networks;

/// <summary>
/// A network namespace for each node, all at one bridge with the database and the broker. Everything is inside a namespace of this program's own
/// (<see cref="Enclosure"/>), so nothing of it can be reached from elsewhere, and it is gone with this program.
/// </summary>
internal sealed class NamespaceNetwork : INetwork
{
    private const string Net = "10.77.0";
    private const string Database = $"{Net}.2";
    private const string Broker = $"{Net}.3";

    /// <summary>Frames to it are nobody's: a neighbour with it is one that nothing reaches, while what it sends still comes.</summary>
    private const string Nowhere = "02:00:00:00:00:01";

    private int _nodes;

    public NamespaceNetwork() => Machine.RunLines($"""
        mkdir -p /run/netns
        mount -t tmpfs none /run/netns
        ip link set lo up
        ip link add hub type bridge
        ip addr add {Net}.1/24 dev hub
        ip addr add {Database}/24 dev hub
        ip addr add {Broker}/24 dev hub
        ip link set hub up
        """);

    public string Name => "network namespaces";

    public string DatabaseListens => Database;

    public string BrokerListens => Broker;

    public Line Connect(string node, string database, string broker)
    {
        var address = $"{Net}.{10 + _nodes++}";
        Machine.RunLines($"""
            ip netns add {node}
            ip link add {node} type veth peer name eth0 netns {node}
            ip link set {node} master hub up
            ip -n {node} link set lo up
            ip -n {node} addr add {address}/24 dev eth0
            ip -n {node} link set eth0 up
            """);
        var name = database.Split('/')[3].Split('?')[0];
        return new Line(node, ["nsenter", $"--net=/run/netns/{node}"], address, 8080, $"postgres://axle@{Database}/{name}", broker);
    }

    public void Cut(Line line, LineEnds ends)
    {
        if (ends == LineEnds.Both)
            Machine.Run("ip", "link", "set", line.Node, "down");
        else
            Machine.Run("ip", "-n", line.Node, "neigh", "replace", ends == LineEnds.Database ? Database : Broker, "lladdr", Nowhere, "dev", "eth0", "nud", "permanent");
    }

    public void Mend(Line line)
    {
        Machine.Run("ip", "-n", line.Node, "neigh", "flush", "all", "nud", "permanent");
        Machine.Run("ip", "link", "set", line.Node, "up");
    }

    /// <summary>It is gone with the namespace that it is in.</summary>
    public void Dispose()
    {
    }
}
