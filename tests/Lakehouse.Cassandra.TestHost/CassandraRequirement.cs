using Lakehouse.Tests;

namespace Lakehouse.Cassandra.TestHost;

/// <summary>What Cassandra needs of the machine.</summary>
public static class CassandraRequirement
{
    private const string Name = "cassandra";
    private static readonly JvmRequirement Jvm = new("Cassandra", Name);
    private static readonly Lazy<ClassArchive> Archive = new(() => new(Name, Jvm.Jars));

    /// <summary>What nodes of this process map instead of loading it.</summary>
    internal static ClassArchive Classes => Archive.Value;

    /// <summary>Skips the test where Cassandra cannot run, and fails it in CI; a fast run (<c>LAKEHOUSE_TEST_FAST=1</c>) leaves it out.</summary>
    public static void Verify() => Jvm.Verify();
}
