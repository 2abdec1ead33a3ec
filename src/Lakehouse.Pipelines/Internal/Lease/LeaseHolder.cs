using System.Text.Json;

namespace Lakehouse.Pipelines.Internal.Lease;

/// <summary>Who holds a lease, as its file tells.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Job">The job.</param>
/// <param name="Pid">The process.</param>
/// <param name="Host">Its machine.</param>
/// <param name="Since">When it began.</param>
internal sealed record LeaseHolder(string Engine, string Job, int Pid, string Host, DateTimeOffset Since)
{
    public static LeaseHolder OfThisProcess(string engine, string job, DateTimeOffset now) => new(engine, job, Environment.ProcessId, Environment.MachineName, now);

    /// <summary>Reads a holder's file; null where it went meanwhile.</summary>
    public static LeaseHolder? TryRead(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return JsonSerializer.Deserialize<LeaseHolder>(file);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    public void Write(Stream file)
    {
        JsonSerializer.Serialize(file, this);
        file.Flush();
    }
}
