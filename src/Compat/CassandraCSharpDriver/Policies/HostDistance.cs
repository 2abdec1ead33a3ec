namespace Cassandra;

/// <summary>How far a host is.</summary>
public enum HostDistance
{
    /// <summary>Near: used first.</summary>
    Local = 0,

    /// <summary>Far: used when nothing near is left.</summary>
    Remote = 1,

    /// <summary>Not used.</summary>
    Ignored = 2,
}
