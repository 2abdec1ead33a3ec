namespace Lakehouse.Online.Cassandra;

/// <summary>How many replicas must answer before a read or a write counts.</summary>
public enum CassandraConsistency
{
    /// <summary>One replica of the local datacenter. A replica that missed writes may answer with older values.</summary>
    LocalOne,

    /// <summary>More than half of the replicas of the local datacenter.</summary>
    LocalQuorum,

    /// <summary>More than half of the replicas of all datacenters together.</summary>
    Quorum,

    /// <summary>More than half of the replicas of every datacenter; for writes only.</summary>
    EachQuorum,
}
