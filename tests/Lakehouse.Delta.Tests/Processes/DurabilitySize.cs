namespace Lakehouse.Delta.Tests.Processes;

/// <summary>How much the tests with several processes do.</summary>
internal static class DurabilitySize
{
    /// <summary>True for the sizes of README.md's long run, false for those of CI.</summary>
    public static bool Full { get; } = Environment.GetEnvironmentVariable("LAKEHOUSE_DURABILITY") == "full";
}
