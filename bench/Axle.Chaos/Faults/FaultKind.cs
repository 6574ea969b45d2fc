namespace Axle.Chaos.Faults;

/// <summary>What fails.</summary>
internal enum FaultKind
{
    /// <summary>kill -9 of a node.</summary>
    Kill,

    /// <summary>SIGSTOP of a node, and SIGCONT when all believe it dead: a ghost.</summary>
    Pause,

    /// <summary>A node is cut off from the database and the broker.</summary>
    Cut,

    /// <summary>A node is cut off from the database only.</summary>
    CutFromDatabase,

    /// <summary>A node is cut off from the broker only.</summary>
    CutFromBroker,

    /// <summary>The broker is killed, and started again.</summary>
    BrokerDies,

    /// <summary>The broker is killed, loses all it had on its disk, and is started again.</summary>
    BrokerIsEmpty,

    /// <summary>The database is stopped as by a power cut, and started again.</summary>
    DatabaseDies,

    /// <summary>Every flush of the database to its disk takes a tenth of a second longer.</summary>
    SlowDisk,
}
