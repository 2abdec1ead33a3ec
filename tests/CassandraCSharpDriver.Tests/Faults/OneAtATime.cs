namespace Cassandra.Tests.Faults;

/// <summary>Tests that start and hurt nodes of their own: one class at a time, when nothing else runs, since they judge times.</summary>
[CollectionDefinition(nameof(OneAtATime), DisableParallelization = true)]
public sealed class OneAtATime;
