namespace Lakehouse.Cli.Cluster;

/// <summary>Where this machine keeps what belongs to its clusters.</summary>
internal static class ClusterPlace
{
    /// <summary><c>.data/NAME</c> of the clone that the command was built in; for an installed tool a directory in the user's local data.</summary>
    public static string Of(string service) => SampleData.FindClone() is { } clone
        ? Path.Combine(clone, ".data", service)
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "lakehouse", service);
}
