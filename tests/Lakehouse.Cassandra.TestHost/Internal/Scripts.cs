using Lakehouse.Tests;

namespace Lakehouse.Cassandra.TestHost;

/// <summary>The scripts in the clone that the tests were built in.</summary>
internal static class Scripts
{
    /// <summary>A file below <c>infra</c>.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Clone.Root, "infra", .. parts]);
}
