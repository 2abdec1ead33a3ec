using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Microsoft.Spark.Internal;

/// <summary>A JVM of our own with Spark's Py4J gateway.</summary>
/// <remarks>
/// 1. The gateway writes port and secret into a file in a folder that only this user may enter; the folder is gone before the first call.
/// 2. The JVM's standard input is a pipe: when this process ends in any way, the kernel closes it and the gateway exits.
/// 3. A terminal sends Ctrl-C to all its processes. The JVM ignores it, so that this process decides what is cancelled.
/// </remarks>
internal static class JvmChild
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan ExitGrace = TimeSpan.FromSeconds(10);

    public static Gateway Start(IReadOnlyDictionary<string, string> settings)
    {
        var folder = Directory.CreateTempSubdirectory("spark-gateway-");
        try
        {
            var info = Path.Combine(folder.FullName, "connection");
            var process = Launch(JvmCommand.Build(settings), info);
            AppDomain.CurrentDomain.ProcessExit += (_, _) => End(process);
            var (port, secret) = AwaitConnection(process, info);
            return new Gateway(port, secret, () => process.WaitForExit(TimeSpan.FromSeconds(1))
                ? $"The JVM (process {process.Id}) ended with exit code {process.ExitCode}; its output says why. Start the program again."
                : $"The JVM (process {process.Id}) still runs but closed the connection.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Process Launch(JvmCommand command, string info)
    {
        // Spark's own output goes to standard error: standard output belongs to the program.
        var line = OperatingSystem.IsWindows() ? command.Line : ["/bin/sh", "-c", "trap '' INT; exec \"$@\" 1>&2", "sh", .. command.Line];
        var start = new ProcessStartInfo(line[0], line[1..]) { UseShellExecute = false, RedirectStandardInput = true };
        foreach (var (name, value) in command.Environment) start.Environment[name] = value;
        start.Environment["_PYSPARK_DRIVER_CONN_INFO_PATH"] = info;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"Spark's JVM cannot be started with '{command.Line[0]}': {e.Message}. Install Java 17 and set JAVA_HOME or PATH.", e);
        }
    }

    private static (int Port, string Secret) AwaitConnection(Process process, string info)
    {
        for (var waited = TimeSpan.Zero; !File.Exists(info); waited += Poll)
        {
            if (process.WaitForExit(Poll)) throw new JvmGoneException($"Spark's JVM ended with exit code {process.ExitCode} before it took calls; its output says why.");
            if (waited < StartLimit) continue;
            process.Kill(entireProcessTree: true);
            throw new JvmGoneException($"Spark's JVM took no calls within {StartLimit.TotalMinutes} minutes and was ended.");
        }
        var bytes = File.ReadAllBytes(info).AsSpan();
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes[4..]);
        return (BinaryPrimitives.ReadInt32BigEndian(bytes), Encoding.UTF8.GetString(bytes.Slice(8, length)));
    }

    private static void End(Process process)
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The JVM closed its end first.
        }
        if (!process.WaitForExit(ExitGrace)) process.Kill(entireProcessTree: true);
    }
}
