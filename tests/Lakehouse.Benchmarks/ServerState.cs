using System.Diagnostics;
using System.Globalization;

namespace Lakehouse.Benchmarks;

/// <summary>What a server's process has spent and holds; its text is read back by <see cref="Parse"/>.</summary>
/// <param name="CpuMicros">User and kernel time so far.</param>
/// <param name="Allocated">Bytes allocated so far.</param>
/// <param name="ResidentBytes">Memory that the system has given it.</param>
/// <param name="HeapBytes">The managed heap after the last collection.</param>
/// <param name="Handles">Open files and sockets.</param>
/// <param name="Threads">Threads.</param>
internal sealed record ServerState(double CpuMicros, double Allocated, long ResidentBytes, long HeapBytes, int Handles, int Threads)
{
    public static ServerState OfThisProcess()
    {
        using var self = Process.GetCurrentProcess();
        return new(self.TotalProcessorTime.TotalMicroseconds, GC.GetTotalAllocatedBytes(precise: true), self.WorkingSet64, GC.GetGCMemoryInfo().HeapSizeBytes, self.HandleCount, self.Threads.Count);
    }

    public static ServerState Parse(string text)
    {
        var numbers = Array.ConvertAll(text.Split(' '), n => double.Parse(n, CultureInfo.InvariantCulture));
        return new(numbers[0], numbers[1], (long)numbers[2], (long)numbers[3], (int)numbers[4], (int)numbers[5]);
    }

    public override string ToString() => FormattableString.Invariant($"{CpuMicros:F0} {Allocated:F0} {ResidentBytes} {HeapBytes} {Handles} {Threads}");
}
