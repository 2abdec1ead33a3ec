using Lakehouse.Catalog;

namespace Lakehouse.Online.Targets.Internal;

/// <summary>Paths in a target's settings: relative to the lake, and where that is remote to the current directory.</summary>
internal static class TargetPaths
{
    public static string Of(Lake lake, string path) => Path.GetFullPath(path, Path.IsPathRooted(lake.Root) ? lake.Root : Environment.CurrentDirectory);
}
