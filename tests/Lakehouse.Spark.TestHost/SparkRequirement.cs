using Lakehouse.Tests;

namespace Lakehouse.Spark.TestHost;

/// <summary>What Spark needs of the machine.</summary>
public static class SparkRequirement
{
    internal static readonly JvmRequirement Jvm = new("Spark", "spark");

    /// <summary>Skips the test where Spark cannot run, and fails it in CI; a fast run (<c>LAKEHOUSE_TEST_FAST=1</c>) leaves it out.</summary>
    public static void Verify() => Jvm.Verify();
}
