using System.Globalization;

namespace Lakehouse.Pipelines.Internal.Lease;

/// <summary>The right to write a table, which the runs of one engine share and which shuts those of the other out.</summary>
/// <remarks>
/// 1. A holder is a file named by its engine in the table's lease directory, held open with a lock of the operating system. A dead process holds nothing.
/// 2. Who wants in takes the directory's gate alone and tries every file there: one that can be taken alone was left by a dead process, and goes.
/// 3. A living holder of another engine refuses. Else the own file is made, and held, before the gate is let go: of two engines that come at once, one is first.
/// </remarks>
internal sealed class TableLease : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FileStream held;

    private TableLease(FileStream held) => this.held = held;

    /// <summary>Takes the lease; null for a lake that needs none, because its commits are decided by an object store.</summary>
    /// <exception cref="JobException">A run of another engine writes the table; the exit code is 3.</exception>
    public static async Task<TableLease?> AcquireAsync(JobContext context, string table, string job, CancellationToken ct)
    {
        if (context.Lake.LeasePath(table) is not { } directory) return null;
        Directory.CreateDirectory(directory);
        await using var gate = await TakeGateAsync(context, directory, table, ct);
        var engine = context.Engine.Name;
        var strangers = Directory.EnumerateFiles(directory, "*.holder").Where(LeaseFile.IsHeld).Where(f => !IsOf(f, engine)).ToList();
        if (strangers.Count > 0) throw Refused(table, engine, LeaseHolder.TryRead(strangers[0]), strangers[0]);

        var file = LeaseFile.Create(Path.Combine(directory, $"{engine}.{Guid.NewGuid():N}.holder"));
        LeaseHolder.OfThisProcess(engine, job, context.Lake.Clock.GetUtcNow()).Write(file);
        return new(file);
    }

    public void Dispose() => held.Dispose();

    private static bool IsOf(string file, string engine) => Path.GetFileName(file).StartsWith(engine + ".", StringComparison.Ordinal);

    private static async Task<FileStream> TakeGateAsync(JobContext context, string directory, string table, CancellationToken ct)
    {
        var path = Path.Combine(directory, "gate");
        var start = context.Lake.Clock.GetTimestamp();
        while (true)
        {
            if (LeaseFile.TryTake(path, FileMode.OpenOrCreate) is { } gate) return gate;
            if (context.Lake.Clock.GetElapsedTime(start) > Patience)
                throw new JobException(1, $"The lease of {table} could not be looked at within {Patience.TotalSeconds:0} s: another process holds {path}. Stop it, and run the same command again.");
            await Task.Delay(Pause, context.Lake.Clock, ct);
        }
    }

    private static JobException Refused(string table, string engine, LeaseHolder? holder, string file)
    {
        var who = holder is null
            ? $"another engine ({Path.GetFileName(file)})"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"engine {holder.Engine} (process {holder.Pid} on {holder.Host}, {holder.Job}, since {holder.Since.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'})");
        return new(3, $"{table} is being written by {who}; engine {engine} may write it when that run has ended. Wait for it or stop it, and run the same command again.");
    }
}
