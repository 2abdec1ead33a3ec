using System.Buffers.Binary;
using Grpc.Core;
using Lakehouse.Serving.Internal.Telemetry;

namespace Lakehouse.Serving.Internal.Guards;

/// <summary>The bytes of large messages that are handled at once, of all calls together.</summary>
/// <remarks>
/// 1. Messages of up to <see cref="Small"/> bytes are not counted: the number of lookups bounds them, and whoever fills the budget cannot keep them out.
/// 2. A message counts with the length that its prefix says, before its bytes are let in; a compressed one with the longest that it may become.
/// </remarks>
internal sealed class MessageBudget(ServingOptions options, RefusalMetrics refusals)
{
    /// <summary>Bytes of a gRPC message's prefix: whether it is compressed, and its length.</summary>
    public const int Prefix = 5;

    /// <summary>Bytes up to which a message is not counted.</summary>
    public const int Small = 64 * 1024;

    /// <summary>Bytes that one byte of gzip may become, at most.</summary>
    private const int MostUnpacked = 1032;

    private static readonly TimeSpan CalmsDownAfter = TimeSpan.FromMilliseconds(100);
    private long used;

    /// <summary>Bytes counted now.</summary>
    public long Used => Volatile.Read(ref used);

    /// <summary>What a message counts, by its prefix; 0 also for one that is longer than any may be, since the stack refuses it unread.</summary>
    public long CostOf(ReadOnlySpan<byte> prefix)
    {
        long length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        return CostOf(prefix[0] == 0 ? length : Math.Min(length * MostUnpacked, options.MaxRequestBytes), options.MaxRequestBytes);
    }

    /// <summary>What a message of a known length counts.</summary>
    public static long CostOf(long bytes, long longest) => bytes <= Small || bytes > longest ? 0 : bytes;

    /// <summary>Takes what a message counts.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: the others hold too much.</exception>
    public void Take(long cost)
    {
        if (cost == 0 || Interlocked.Add(ref used, cost) <= options.Limits.MaxMessageBytesAtOnce) return;
        Give(cost);
        refusals.Count(ErrorReason.TooManyBytes);
        throw GrpcErrors.Later(
            StatusCode.ResourceExhausted, ErrorReason.TooManyBytes,
            "The server handles as many bytes of large messages as it takes at once; try again later, or send smaller ones.",
            CalmsDownAfter,
            ("limit", FormattableString.Invariant($"{options.Limits.MaxMessageBytesAtOnce}")));
    }

    public void Give(long cost)
    {
        if (cost != 0) Interlocked.Add(ref used, -cost);
    }
}
