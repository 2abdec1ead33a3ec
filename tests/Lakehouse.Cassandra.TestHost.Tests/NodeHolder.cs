namespace Lakehouse.Cassandra.TestHost.Tests;

/// <summary>A process that starts a node, says so, and waits for its death.</summary>
internal static class NodeHolder
{
    public static async Task<int> RunAsync()
    {
        await using var janitor = new Janitor();
        var cluster = Starter.Launch(Path.Combine(janitor.Folder, "orphan"), new ClusterSettings { HeapMegabytes = 128 });
        // The node has said that it lives when its data directory is there.
        while (!Directory.Exists(Path.Combine(janitor.Folder, "orphan", "1", "data", "commitlog"))) await Task.Delay(50);
        await Console.Out.WriteLineAsync($"{cluster.Nodes[0].ProcessId} {janitor.Folder}");
        await Task.Delay(Timeout.Infinite);
        return 0;
    }
}
