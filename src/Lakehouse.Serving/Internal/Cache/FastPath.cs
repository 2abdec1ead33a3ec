using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Grpc.Core;
using Lakehouse.Online;
using Lakehouse.Online.Cache;
using Lakehouse.Serving.Internal.Security;
using Lakehouse.Serving.Internal.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Lakehouse.Serving.Internal.Cache;

/// <summary>The short way of a call: one whose request is there, plain and answered by the near cache is answered before Grpc.AspNetCore begins.</summary>
/// <remarks>
/// 1. The request is read without being consumed. Compression, a body that is still coming, an unusual field, a key or instant that the cache does not cover: anything else goes the long way, untouched.
/// 2. Access, quota, audit, metrics and traces are the same as on the long way, and so are the bytes of the answer.
/// 3. Nothing waits here, so a deadline cannot pass meanwhile; one so short that it might goes the long way.
/// </remarks>
internal sealed class FastPath(ServedSets sets, NearCache cache, AccessGate gate, ServingMetrics metrics, ServingOptions options, TimeProvider clock)
{
    private const int Prefix = 5;
    private const int MostBytes = 1 << 16;
    private const int MostSets = 64;
    private const int LongestKey = 512;
    private const string ContentType = "application/grpc";
    private static readonly StringValues Ok = "0";
    private readonly Lock gateOfKnown = new();
    private ImmutableArray<FastSet> known = [];

    /// <summary>The handler with the short way before it.</summary>
    public RequestDelegate Before(RequestDelegate grpc) => context => TryAnswer(context) ? Task.CompletedTask : grpc(context);

    private bool TryAnswer(HttpContext context)
    {
        var start = clock.GetTimestamp();
        var request = context.Request;
        if (!IsPlain(request) || !request.BodyReader.TryRead(out var read)) return false;
        var body = read.Buffer;
        if (read.IsCompleted && !read.IsCanceled && body.IsSingleSegment && body.Length is > Prefix and <= MostBytes && TryAnswer(context, body.FirstSpan, start))
        {
            request.BodyReader.AdvanceTo(body.End);
            return true;
        }

        request.BodyReader.AdvanceTo(body.Start, body.Start);
        return false;
    }

    private static bool IsPlain(HttpRequest request)
    {
        if (!HttpProtocol.IsHttp2(request.Protocol) || !string.Equals(request.ContentType, ContentType, StringComparison.Ordinal)) return false;
        var headers = request.Headers;
        if (headers.GrpcEncoding.Count > 0) return false;
        // Deadlines of micro- and nanoseconds may have passed already.
        return headers.GrpcTimeout is not [var timeout] || timeout is not [.., 'n' or 'u'];
    }

    private bool TryAnswer(HttpContext context, ReadOnlySpan<byte> body, long start)
    {
        if (body[0] != 0 || BinaryPrimitives.ReadUInt32BigEndian(body[1..]) != body.Length - Prefix || !FastRequest.TryRead(body[Prefix..], out var request)) return false;
        if (Find(request.Set) is not { } set || request.Rows > options.MaxRows) return false;
        // Whoever may not read the set takes the long way, where the answer is the same as for a set that does not exist, to the byte.
        if (!gate.MayRead(context, set.Name)) return false;
        Span<int> columnOf = stackalloc int[FastRequest.MostColumns];
        if (!request.TryMatch(set.Keys, columnOf)) return false;
        var at = request.HasAt ? request.At : clock.NowMicros();
        var answer = FastAnswer.OfThread;
        answer.Begin(set, request.Rows, at);
        try
        {
            for (var view = 0; view < set.Views.Length; view++)
            {
                if (!TryLook(set, view, request, columnOf, at, start, answer)) return false;
            }

            Answer(context, set, answer, request.Rows, request.OmitSchema, start);
            return true;
        }
        finally
        {
            answer.Release();
        }
    }

    private static bool TryLook(FastSet set, int view, in FastRequest request, ReadOnlySpan<int> columnOf, long at, long now, FastAnswer answer)
    {
        var (cached, positions, _) = set.Views[view];
        if (cached.FreshMarker(now) is not { } marker || FeatureLookup.IsOutOfRange(marker, at)) return false;
        Span<byte> key = stackalloc byte[LongestKey];
        for (var row = 0; row < request.Rows; row++)
        {
            var length = 0;
            foreach (var position in positions)
            {
                var column = columnOf[position];
                var place = key[length..];
                if (place.Length < sizeof(long)) return false;
                var written = request.IsText(column) ? KeyCodec.WritePlain(place, request.Text(column, row)) : KeyCodec.Write(place, request.Number(column, row));
                if (written == 0) return false;
                length += written;
            }

            if (!cached.TryFind(key[..length], at, now, out var found)) return false;
            answer.Add(view, row, found);
        }

        // All rows are of the marker only if it is still the one in force.
        if (!ReferenceEquals(cached.FreshMarker(now), marker)) return false;
        answer.End(view, marker);
        return true;
    }

    private void Answer(HttpContext context, FastSet set, FastAnswer answer, int rows, bool omitSchema, long start)
    {
        var timer = metrics.Begin(context, start);
        AccessTicket ticket;
        try
        {
            ticket = gate.Enter(context, "GetFeatures", set.Name, rows);
        }
        catch (RpcException refusal)
        {
            timer.Failed(set: null, refusal.StatusCode);
            Refuse(context.Response, refusal);
            return;
        }

        foreach (var view in set.Views) view.Cache.CountHits(rows);
        var response = context.Response;
        response.ContentType = ContentType;
        response.AppendTrailer("grpc-status", Ok);
        answer.Write(response.BodyWriter, omitSchema);
        gate.Leave(ticket, StatusCode.OK);
        timer.Ok(set.Set.Metrics, rows);
    }

    /// <summary>As Grpc.AspNetCore answers a call that failed before its first message: all in headers.</summary>
    private static void Refuse(HttpResponse response, RpcException refusal)
    {
        response.ContentType = ContentType;
        response.Headers.GrpcStatus = ((int)refusal.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        response.Headers.GrpcMessage = Uri.EscapeDataString(refusal.Status.Detail);
        foreach (var trailer in refusal.Trailers) response.Headers.Append(trailer.Key, trailer.IsBinary ? Convert.ToBase64String(trailer.ValueBytes).TrimEnd('=') : trailer.Value);
    }

    private FastSet? Find(ReadOnlySpan<byte> name)
    {
        foreach (var set in known)
        {
            if (name.SequenceEqual(set.Utf8Name)) return set;
        }

        return known.Length < MostSets && name.Length < LongestKey && sets.TryGet(new(Encoding.UTF8.GetString(name), ""), out var served) ? Remember(served) : null;
    }

    private FastSet? Remember(ServedSet served)
    {
        if (FastSet.TryMake(served, cache) is not { } made) return null;
        lock (gateOfKnown)
        {
            if (!known.Any(s => s.Name == made.Name)) ImmutableInterlocked.Update(ref known, (sets, set) => sets.Add(set), made);
        }

        return made;
    }
}
