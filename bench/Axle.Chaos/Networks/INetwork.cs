namespace Axle.Chaos.Networks;

/// <summary>What lies between nodes and the database, the broker and their callers, and can be cut.</summary>
internal interface INetwork : IDisposable
{
    /// <summary>What cuts, in words.</summary>
    string Name { get; }

    /// <summary>Address where the database is to listen; empty for its socket only.</summary>
    string DatabaseListens { get; }

    /// <summary>Address where the broker is to listen.</summary>
    string BrokerListens { get; }

    /// <summary>Lays the lines of a node.</summary>
    /// <param name="node">Its name.</param>
    /// <param name="database">Address of the database's socket.</param>
    /// <param name="broker">Address of the broker.</param>
    Line Connect(string node, string database, string broker);

    /// <summary>Cuts some lines of a node: nothing is refused, nothing comes through.</summary>
    void Cut(Line line, LineEnds ends);

    /// <summary>Mends all lines of a node.</summary>
    void Mend(Line line);
}

/// <summary>What is at the other end of a line.</summary>
[Flags]
internal enum LineEnds
{
    None = 0,
    Database = 1,
    Broker = 2,
    Both = Database | Broker,
}

/// <summary>The lines of a node.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Before">Words before its command.</param>
/// <param name="Address">The address at which it may listen.</param>
/// <param name="Port">The port at which it may listen.</param>
/// <param name="Database">The database as it sees it.</param>
/// <param name="Broker">The broker as it sees it.</param>
internal sealed record Line(string Node, string[] Before, string Address, int Port, string Database, string Broker);
