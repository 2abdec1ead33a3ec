namespace Cassandra;

/// <summary>Handles a change of the schema.</summary>
public delegate void SchemaChangedEventHandler(object sender, SchemaChangedEventArgs e);
