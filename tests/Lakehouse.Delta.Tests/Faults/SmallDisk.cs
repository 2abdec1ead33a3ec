using System.Diagnostics;

namespace Lakehouse.Delta.Tests.Faults;

/// <summary>A file system of its own, small enough to fill.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("lakehouse-disk-");

    private SmallDisk()
    {
    }

    public string Path => directory.FullName;

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <summary>Mounts one; without the right to do so the test is skipped, and fails where root in CI cannot.</summary>
    public static async Task<SmallDisk> MountAsync(int kibibytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Filling a disk needs root on Linux, to mount a small one.");
        var disk = new SmallDisk();
        if (await RunAsync("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k", "tmpfs", disk.Path) == 0) return disk;
        disk.directory.Delete();
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail("Root cannot mount a tmpfs: the full disk is not tested.");
        Assert.Skip("Root cannot mount a tmpfs here.");
        return disk;
    }

    /// <summary>Leaves no free byte.</summary>
    public void Fill()
    {
        using var stream = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        try
        {
            while (true) stream.Write(page);
        }
        catch (IOException)
        {
            // Full is what was wanted.
        }
    }

    public void Free() => File.Delete(Filler);

    public Task<int> MakeReadOnlyAsync() => RunAsync("mount", "-o", "remount,ro", Path);

    public async ValueTask DisposeAsync()
    {
        // Lazily: a process that another test is starting may hold a copy of an open file for a moment.
        await RunAsync("umount", "--lazy", Path);
        directory.Delete();
    }

    private static async Task<int> RunAsync(string program, params IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
