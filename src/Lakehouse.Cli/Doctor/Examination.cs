using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Lakehouse.Catalog;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Storage;

namespace Lakehouse.Cli.Doctor;

/// <summary>Looks at the machine and the lake.</summary>
internal static class Examination
{
    private const long RoomNeeded = 2L << 30;
    private const long MemoryNeeded = 3L << 30;

    public static async IAsyncEnumerable<Check> RunAsync(string lakeRoot, TimeProvider clock, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        yield return new(
            "runtime", Ok: true, Required: true, $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.RuntimeIdentifier}, {Environment.ProcessorCount} processors");
        yield return Memory();
        yield return Engine();
        yield return OnlineStore();
        yield return await ToolAsync("dotnet sdk", "dotnet", "10.", "install .NET SDK 10 from https://dot.net; apply builds repositories with it", ct);
        yield return await ToolAsync("npm", "npm", "", "install Node.js from https://nodejs.org; quickstart and tests fetch the sample data with it", ct);
        yield return await ToolAsync("java", "java", "", "install JDK 17; engine spark and 'up spark' need it", ct);
        yield return SampleData.Find() is { } data
            ? new("sample data", Ok: true, Required: false, data)
            : new("sample data", Ok: false, Required: false, "not there", "./lakehouse quickstart fetches it");
        var local = TableDirectory.For(lakeRoot).IsRemote ? new StorageOptions().GetCacheDirectory() : lakeRoot;
        yield return Writable(local);
        yield return Room(local);
        yield return await LakeAsync(lakeRoot, clock, ct);
    }

    private static Check Memory()
    {
        var bytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var enough = bytes >= MemoryNeeded;
        return new("memory", enough, Required: false, $"{Gigabytes(bytes)} GB", enough ? null : "large tables want 3 GB; lower engine.memory_limit in lakehouse.yaml");
    }

    private static Check Engine()
    {
        try
        {
            using var session = new DuckDbSession(new DuckDbOptions());
            using var command = session.Connection.CreateCommand();
            command.CommandText = "SELECT version()";
            return new("engine", Ok: true, Required: true, $"DuckDB {command.ExecuteScalar()}");
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or BadImageFormatException)
        {
            return new(
                "engine", Ok: false, Required: true, e.GetBaseException().Message,
                "DuckDB ships natives for linux-x64/arm64 (glibc 2.25 or newer), osx and win-x64/arm64; use one of these");
        }
    }

    private static Check OnlineStore()
    {
        try
        {
            using var connection = new Microsoft.Data.Sqlite.SqliteConnection("Data Source=:memory:");
            connection.Open();
            return new("online store", Ok: true, Required: true, $"SQLite {connection.ServerVersion}");
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or BadImageFormatException)
        {
            return new("online store", Ok: false, Required: true, e.GetBaseException().Message, "SQLite's native library does not load on this machine");
        }
    }

    private static async Task<Check> ToolAsync(string name, string program, string prefix, string fix, CancellationToken ct)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, "--version") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var version = (await process.StandardOutput.ReadToEndAsync(ct)).Trim().Split('\n')[0];
            await process.WaitForExitAsync(ct);
            var ok = process.ExitCode == 0 && version.StartsWith(prefix, StringComparison.Ordinal);
            return new(name, ok, Required: false, ok ? version : $"found {version}", ok ? null : fix);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return new(name, Ok: false, Required: false, "not on PATH", fix);
        }
    }

    private static Check Writable(string path)
    {
        var directory = ExistingParent(path);
        try
        {
            var probe = Path.Combine(directory, ".lakehouse-" + Path.GetRandomFileName());
            using (File.Create(probe, 1, FileOptions.DeleteOnClose)) return new("writable", Ok: true, Required: true, directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(
                "writable", Ok: false, Required: true, e.Message,
                $"give this user the right to write to {directory}, or choose another lake with --lake, another cache with LAKEHOUSE_CACHE");
        }
    }

    private static Check Room(string path)
    {
        var free = new DriveInfo(ExistingParent(path)).AvailableFreeSpace;
        return new("disk space", free >= RoomNeeded, Required: false, $"{Gigabytes(free)} GB free", free >= RoomNeeded ? null : "quickstart wants 2 GB");
    }

    private static async Task<Check> LakeAsync(string lakeRoot, TimeProvider clock, CancellationToken ct)
    {
        try
        {
            var lake = await Lake.OpenAsync(lakeRoot, create: false, clock, ct);
            return new("lake", Ok: true, Required: true, $"{lake.Root}, format {Lake.Format}, horizon {lake.Settings.Horizon}");
        }
        catch (CatalogException e) when (e.Code == CatalogErrorCode.NotFound)
        {
            return new("lake", Ok: false, Required: false, $"none at {TableDirectory.For(lakeRoot).Path}", "lakehouse apply <repository> or lakehouse quickstart creates it");
        }
        catch (Exception e) when (e is CatalogException or DeltaException)
        {
            return new("lake", Ok: false, Required: true, e.Message, "see the message");
        }
    }

    private static string ExistingParent(string path)
    {
        var directory = Path.GetFullPath(path);
        while (!Directory.Exists(directory)) directory = Path.GetDirectoryName(directory)!;
        return directory;
    }

    private static string Gigabytes(long bytes) => (bytes / (double)(1L << 30)).ToString("0.0", CultureInfo.InvariantCulture);
}
