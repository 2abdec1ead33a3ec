using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace Lakehouse.Delta.Acceptance.Tests.Cases;

/// <summary>The archive of foreign tables, unpacked once for all tests into a temporary directory.</summary>
public sealed class CaseArchive : IDisposable
{
    private const string ManifestName = "manifest.json";
    private static readonly Lazy<Manifest> CachedManifest = new(ReadManifest);
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("lakehouse-cases-");

    /// <summary>Unpacks the archive.</summary>
    public CaseArchive()
    {
        using var archive = Open();
        TarFile.ExtractToDirectory(archive, directory.FullName, overwriteFiles: false);
    }

    /// <summary>What the archive holds; read without unpacking it.</summary>
    public static Manifest Manifest => CachedManifest.Value;

    /// <summary>Where the archive is unpacked; its files are not to be changed.</summary>
    public string Root => directory.FullName;

    /// <summary>The case of that id.</summary>
    public static Case Find(string id) => Manifest.Cases.Single(c => c.Id == id);

    /// <inheritdoc/>
    public void Dispose() => directory.Delete(recursive: true);

    private static Manifest ReadManifest()
    {
        using var archive = Open();
        using var reader = new TarReader(archive);
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.Name == ManifestName) return JsonSerializer.Deserialize<Manifest>(entry.DataStream!, Manifest.Json)!;
        }

        throw new InvalidDataException($"The archive has no {ManifestName}.");
    }

    private static GZipStream Open() => new(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "cases.tar.gz")), CompressionMode.Decompress);
}
