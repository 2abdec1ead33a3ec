namespace Cassandra;

/// <summary>Handles a host that came, went, or changed its state.</summary>
public delegate void HostsEventHandler(object sender, HostsEventArgs e);
