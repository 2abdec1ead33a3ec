using System.Runtime.InteropServices;

namespace Lakehouse.Delta.Storage;

/// <summary>A second name of a file: the bytes stay until the last name goes, whoever deletes the others.</summary>
/// <remarks>The half for Windows was not run.</remarks>
internal static partial class HardLink
{
    private const int FileNotFound = 2;
    private const int PathNotFound = 3;
    private const int AlreadyExists = 183;

    /// <summary>False when the name is taken.</summary>
    public static bool TryCreate(string existing, string name)
    {
        if (!OperatingSystem.IsWindows()) return PosixFile.TryLink(existing, name);
        return WindowsError(existing, name) switch
        {
            0 => true,
            AlreadyExists => false,
            var error => throw Refused(name, error),
        };
    }

    /// <summary>False when there is no such file; nobody else may use the name.</summary>
    public static bool TryCreateFrom(string existing, string name)
    {
        if (!OperatingSystem.IsWindows()) return PosixFile.TryLinkExisting(existing, name);
        return WindowsError(existing, name) switch
        {
            0 => true,
            FileNotFound or PathNotFound => false,
            var error => throw Refused(name, error),
        };
    }

    private static int WindowsError(string existing, string name) => CreateHardLink(name, existing, 0) ? 0 : Marshal.GetLastPInvokeError();

    private static IOException Refused(string name, int error) => new($"Cannot create '{name}': {Marshal.GetPInvokeErrorMessage(error)}");

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string name, string existing, nint securityAttributes);
}
