using System.Globalization;
using System.Text;
using Grpc.Core;
using Lakehouse.Serving.V1;

namespace Lakehouse.Client.Internal;

/// <summary>Makes one call of lookups of one row that begin within a short time.</summary>
/// <remarks>
/// 1. The first lookup of a kind (set, fit, instant, columns) opens a batch and its timer; others of the kind join until the time is over or the batch is full.
/// 2. Every lookup gets its row of the batch's answer.
/// 3. A batch that is refused as wrong is sent again one by one, so that only the wrong lookup fails.
/// </remarks>
internal sealed class Coalescer(LookupCalls calls, TimeSpan delay, FeatureClientOptions options)
{
    private const int MostRows = 1000;
    private readonly Lock gate = new();
    private readonly Dictionary<string, Batch> open = new(StringComparer.Ordinal);

    /// <summary>True for a lookup of one row.</summary>
    public static bool Takes(GetFeaturesRequest request) => RequestRows.Count(request) == 1;

    public async Task<Answer> GetAsync(GetFeaturesRequest request, DateTimeOffset deadline, CancellationToken ct)
    {
        var (batch, row) = Join(KindOf(request), request, deadline);
        var answer = await batch.Answer.WaitAsync(ct);
        if (answer is not { } joint) return await calls.GetAsync(request, deadline, ct);
        return joint with { Message = AnswerRows.Take(new Segment<GetFeaturesResponse>(joint.Message, row, 1)) };
    }

    private (Batch Batch, int Row) Join(string kind, GetFeaturesRequest request, DateTimeOffset deadline)
    {
        lock (gate)
        {
            var isNew = !open.TryGetValue(kind, out var batch);
            if (isNew) open[kind] = batch = new();
            batch!.Requests.Add(request);
            var row = batch.Requests.Count - 1;
            if (isNew) batch.Answer = SendAsync(kind, batch, deadline);
            if (batch.Requests.Count == Math.Min(MostRows, options.MaxRowsPerCall)) Close(kind, batch);
            return (batch, row);
        }
    }

    /// <summary>Null where the batch was refused because of one of its rows.</summary>
    private async Task<Answer?> SendAsync(string kind, Batch batch, DateTimeOffset deadline)
    {
        using var timer = new CancellationTokenSource(delay, options.Clock);
        await using (timer.Token.Register(() => batch.Full.TrySetResult()))
        {
            await batch.Full.Task;
        }

        lock (gate) Close(kind, batch);
        try
        {
            return await calls.GetAsync(RequestRows.Take([.. batch.Requests.Select(r => new Segment<GetFeaturesRequest>(r, 0, 1))]), deadline, CancellationToken.None);
        }
        catch (RpcException e) when (batch.Requests.Count > 1 && e.StatusCode is StatusCode.InvalidArgument or StatusCode.ResourceExhausted)
        {
            return null;
        }
    }

    private void Close(string kind, Batch batch)
    {
        if (open.TryGetValue(kind, out var current) && current == batch) open.Remove(kind);
        batch.Full.TrySetResult();
    }

    private static string KindOf(GetFeaturesRequest request)
    {
        var kind = new StringBuilder(request.Set).Append('|').Append(request.Fit).Append('|');
        if (request.HasAt) kind.Append(CultureInfo.InvariantCulture, $"{request.At}");
        foreach (var column in request.Keys) Append(kind.Append('|'), column);
        kind.Append('|');
        foreach (var column in request.Inputs) Append(kind.Append('|'), column);
        return kind.ToString();
    }

    private static void Append(StringBuilder kind, InputColumn column)
    {
        var type = column switch
        {
            { Strings.Count: > 0 } => 's',
            { Integers.Count: > 0 } => 'i',
            { Doubles.Count: > 0 } => 'd',
            { Bools.Count: > 0 } => 'b',
            { Binaries.Count: > 0 } => 'x',
            _ => 'l',
        };
        kind.Append(column.Name).Append(':').Append(type).Append(column.Scale);
    }

    private sealed class Batch
    {
        public List<GetFeaturesRequest> Requests { get; } = [];

        public TaskCompletionSource Full { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Answer?> Answer { get; set; } = null!;
    }
}
