using System.Runtime.InteropServices;

namespace Lakehouse.Delta.Storage;

/// <summary>The two POSIX calls that .NET does not offer: a link that never replaces, and fsync of a directory.</summary>
internal static partial class PosixFile
{
    private const int Absent = 2;
    private const int AlreadyExists = 17;

    /// <summary>Gives a file a second name; false when the name is taken.</summary>
    /// <remarks>File.Move without overwrite checks and then renames, so that two writers can both win (measured); link(2) is one step.</remarks>
    public static bool TryLink(string existing, string name) => LinkError(existing, name) switch
    {
        0 => true,
        AlreadyExists => false,
        var error => throw Refused(name, error),
    };

    /// <summary>Gives a file a second name that nobody else uses; false when the file is not there.</summary>
    public static bool TryLinkExisting(string existing, string name) => LinkError(existing, name) switch
    {
        0 => true,
        Absent => false,
        var error => throw Refused(name, error),
    };

    /// <summary>Makes the names in a directory durable.</summary>
    public static void SyncDirectory(string directory)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Open(directory, flags: 0);
        if (descriptor < 0) throw Failure(directory);
        try
        {
            if (Sync(descriptor) != 0) throw Failure(directory);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static int LinkError(string existing, string name) => Link(existing, name) == 0 ? 0 : Marshal.GetLastPInvokeError();

    private static IOException Refused(string name, int error) => new($"Cannot create '{name}': {Marshal.GetPInvokeErrorMessage(error)}.");

    private static IOException Failure(string directory) => new($"Cannot sync directory '{directory}': {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
