using Google.Protobuf;
using Grpc.Core;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;
using Lakehouse.Serving.Tests.Hostile;
using Lakehouse.Serving.V1;
using Microsoft.Extensions.Logging;
using static Lakehouse.Serving.Tests.ServingHost;

namespace Lakehouse.Serving.Tests.Guards;

/// <summary>What the guard says of a call that the stack ended without saying why: who broke it is at fault.</summary>
public sealed class CallGuardTests
{
    private const string Unary = "/lakehouse.serving.v1.FeatureService/GetFeatures";

    private static readonly byte[] Request =
        new GetFeaturesRequest { Set = "pairs@1", Keys = { Text("origin", "A"), Text("destination", "B") } }.ToByteArray();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_AnswerCannotBeWritten_IsTheServersFailureAndABrokenMessageIsNot()
    {
        await using var host = await ServingHost.StartAsync();
        await host.SyncAsync(Pairs, Row(["A", "B"], 9 * Hour, Value.Int64(5)));
        await using var store = new ShortRows(host.Store);
        var log = new LogSink();
        await using var server = await FeatureServer.StartAsync(host.Sets, store, new() { Port = 0, Logging = logging => logging.AddProvider(log) }, host.Clock, Ct);
        using var calls = new HostileCall(server.Address);

        var unwritable = await calls.SendAsync(Unary, HttpTwo.Message(Request));
        var told = log.Lines.ToArray();
        var broken = await calls.SendAsync(Unary, HttpTwo.Message("nonsense"u8, flag: 1), ("grpc-encoding", "gzip"));

        (unwritable.Status, unwritable.HasDetails).Should().Be(((int)StatusCode.Internal, true), unwritable.Message);
        (broken.Status, broken.HasDetails).Should().Be(((int)StatusCode.InvalidArgument, true), broken.Message);
        told.Should().NotContain(l => l.Contains("MESSAGE_MALFORMED"));
    }

    private static InputColumn Text(string name, string value) => new() { Name = name, Strings = { value } };

    /// <summary>A store whose rows lack their values, which is noticed no sooner than in the writing of the answer.</summary>
    private sealed class ShortRows(IOnlineReader inner) : IOnlineReader
    {
        public Task CheckAsync(CancellationToken ct) => inner.CheckAsync(ct);

        public Task<OnlineMarker?> GetMarkerAsync(VersionedName view, CancellationToken ct) => inner.GetMarkerAsync(view, ct);

        public async Task<OnlineRead> ReadAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct)
        {
            var read = await inner.ReadAsync(view, keys, atMicros, ct);
            return read with { Rows = [.. read.Rows.Select(r => r is null ? null : r with { Values = [] })] };
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
