using System.Collections.Immutable;
using System.Text.Json;

namespace Lakehouse.Engine.DuckDb.Conform.Index;

/// <summary>What an index holds: its runs, and the version of silver of which they name every event.</summary>
/// <param name="Format">Format of the runs.</param>
/// <param name="SilverVersion">All events of this version are in the runs.</param>
/// <param name="SilverTimestamp">In-commit timestamp of that version, which tells the table from another at its path.</param>
/// <param name="Runs">The runs, greatest first.</param>
internal sealed record IndexManifest(int Format, long SilverVersion, long SilverTimestamp, ImmutableArray<IndexManifest.Run> Runs)
{
    public const int CurrentFormat = 1;

    private const string FileName = "index.json";

    /// <summary>Reads a directory's manifest; null where there is none that can be read.</summary>
    public static IndexManifest? TryRead(string directory)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<IndexManifest>(File.ReadAllBytes(Path.Combine(directory, FileName)));
            return manifest is { Format: CurrentFormat, Runs.IsDefault: false } && manifest.Runs.All(r => r is { Name: not null, Count: > 0 }) ? manifest : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Puts the manifest in the place of the one before, whole or not at all.</summary>
    public void Write(string directory)
    {
        var target = Path.Combine(directory, FileName);
        using (var stream = new FileStream(target + ".part", FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(stream, this);
            stream.Flush(flushToDisk: true);
        }

        File.Move(target + ".part", target, overwrite: true);
    }

    /// <summary>A run.</summary>
    /// <param name="Name">Its file's name.</param>
    /// <param name="Count">Its number of entries.</param>
    internal sealed record Run(string Name, long Count);
}
