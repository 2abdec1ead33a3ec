using System.Collections.Concurrent;
using Grpc.Core;
using Lakehouse.Features;
using Lakehouse.Serving.Internal.Security;

namespace Lakehouse.Serving.Internal;

/// <summary>Tells what sets there are: those that the catalog holds, looked up at most once a second.</summary>
internal sealed class SetDirectory(ISetSource source, AccessGate gate, Failures failures, TimeProvider clock) : IDisposable
{
    private const int DefaultPage = 100;
    private const int LargestPage = 1000;
    private readonly Remembered<IReadOnlyList<V1.SetDescription>> sets = new(clock, async ct => SetDescriber.All(await source.ListAsync(ct)));
    private readonly ConcurrentDictionary<VersionedName, Remembered<string>> defaultFits = new();

    public Task<V1.DescribeSetResponse> DescribeAsync(V1.DescribeSetRequest request, ServerCallContext context) => GuardAsync(request.Set, "DescribeSet", context, async ct =>
    {
        var id = RequestedName.Set(request.Set);
        var found = (await sets.GetAsync(ct)).FirstOrDefault(s => s.Set == id.ToString()) ?? throw GrpcErrors.UnknownSet(id);
        if (!found.NeedsFit) return new V1.DescribeSetResponse { Set = found };
        var described = found.Clone();
        described.DefaultFit = await defaultFits.GetOrAdd(id, NewDefaultFit).GetAsync(ct);
        return new V1.DescribeSetResponse { Set = described };
    });

    public Task<V1.ListSetsResponse> ListAsync(V1.ListSetsRequest request, ServerCallContext context) => GuardAsync("", "ListSets", context, async ct =>
    {
        var http = context.GetHttpContext();
        var visible = (await sets.GetAsync(ct)).Where(s => gate.MayRead(http, s.Set)).ToList();
        var from = 0;
        if (request.PageToken.Length > 0)
        {
            if (!VersionedName.TryParse(request.PageToken, out _)) throw GrpcErrors.Invalid("The page_token is none that this service gave.", "page_token");
            from = visible.FindIndex(s => SetDescriber.Order.Compare(s.Set, request.PageToken) > 0);
            if (from < 0) from = visible.Count;
        }

        var size = request.PageSize == 0 ? DefaultPage : (int)Math.Min(request.PageSize, LargestPage);
        var page = visible.Skip(from).Take(size).ToList();
        return new V1.ListSetsResponse { Sets = { page }, NextPageToken = from + page.Count < visible.Count ? page[^1].Set : "" };
    });

    public void Dispose()
    {
        sets.Dispose();
        foreach (var fit in defaultFits.Values) fit.Dispose();
    }

    private Remembered<string> NewDefaultFit(VersionedName set) => new(clock, async ct => (await source.FindFitAsync(set, name: null, ct))?.Name ?? "");

    private async Task<T> GuardAsync<T>(string set, string call, ServerCallContext context, Func<CancellationToken, Task<T>> work)
    {
        var http = context.GetHttpContext();
        var ticket = call == nameof(V1.FeatureService.FeatureServiceBase.ListSets) ? gate.EnterList(http, call) : gate.Enter(http, call, set, keys: 0);
        try
        {
            var answer = await work(context.CancellationToken);
            gate.Leave(ticket, StatusCode.OK);
            return answer;
        }
        catch (Exception e)
        {
            var failure = failures.From(e, set, clock.GetUtcNow().UtcDateTime >= context.Deadline);
            gate.Leave(ticket, failure.StatusCode);
            throw failure;
        }
    }
}
