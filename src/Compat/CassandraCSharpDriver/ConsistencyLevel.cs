namespace Cassandra;

/// <summary>How many replicas must answer a request; the numbers are those of the protocol.</summary>
public enum ConsistencyLevel
{
    /// <summary>A write that any node has taken, if only as a hint.</summary>
    Any = 0,

    /// <summary>One replica.</summary>
    One = 1,

    /// <summary>Two replicas.</summary>
    Two = 2,

    /// <summary>Three replicas.</summary>
    Three = 3,

    /// <summary>A majority of the replicas of all datacenters together.</summary>
    Quorum = 4,

    /// <summary>Every replica.</summary>
    All = 5,

    /// <summary>A majority of the replicas of the coordinator's datacenter.</summary>
    LocalQuorum = 6,

    /// <summary>A majority of the replicas of each datacenter.</summary>
    EachQuorum = 7,

    /// <summary>Linearizable reads and conditional writes over all datacenters.</summary>
    Serial = 8,

    /// <summary>Linearizable reads and conditional writes in the coordinator's datacenter.</summary>
    LocalSerial = 9,

    /// <summary>One replica of the coordinator's datacenter.</summary>
    LocalOne = 10,
}
