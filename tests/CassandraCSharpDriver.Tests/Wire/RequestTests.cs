using Cassandra;
using Cassandra.Internal.Wire;

namespace CassandraCSharpDriver.Tests.Wire;

/// <summary>Requests against bytes that were recorded from a client that Cassandra 5.0.8 understood.</summary>
public sealed class RequestTests
{
    private const short Stream = 7;

    private static readonly byte[] InsertId = Hex.Bytes("b71dc03f76db0038d4eef033ea38cea7");

    private static readonly RowSetMetadata Markers = Prepared.Of(Recorded.PreparedV4).Variables;

    [Fact]
    public void Startup_V4_IsTheRecordedMessage() =>
        Frame(4, new StartupRequest(new Dictionary<string, string>())).Should().Equal(Hex.Bytes("0400000701000000160001000b43514c5f56455253494f4e0005332e302e30"));

    [Fact]
    public void AuthResponse_PlainLogin_IsTheRecordedMessage() =>
        Frame(4, new AuthResponseRequest(Hex.Bytes("0061646d696e007831"))).Should().Equal(Hex.Bytes("040000070f0000000d000000090061646d696e007831"));

    [Fact]
    public void Prepare_V4_IsTheRecordedMessage() =>
        Frame(4, new PrepareRequest("INSERT INTO g.t4(k,c,v) VALUES(?,?,?)")).Should().Equal(Hex.Bytes(
            "04000007090000002900000025494e5345525420494e544f20672e7434286b2c632c76292056414c554553283f2c3f2c3f29"));

    [Fact]
    public void Execute_V4WithTimestamp_IsTheRecordedMessage()
    {
        var parameters = new QueryParameters(ConsistencyLevel.LocalQuorum) { Values = ["a", 2, 3.5], Markers = Markers, TimestampMicros = 1_700_000_000_000_000 };

        var frame = Frame(4, new ExecuteRequest(InsertId, resultMetadata: null, parameters));

        frame.Should().Equal(Hex.Bytes(
            "040000070a000000380010b71dc03f76db0038d4eef033ea38cea700062100030000000161000000040000000200000008400c00000000000000060a24181e4000"));
    }

    [Fact]
    public void Batch_UnsetAndNull_IsTheRecordedMessage()
    {
        BatchItem[] items = [new(null, InsertId, ["a", 3, Unset.Value], Markers), new(null, InsertId, ["a", 4, null], Markers)];

        var frame = Frame(4, new BatchRequest(BatchType.Unlogged, items, new QueryParameters(ConsistencyLevel.One)));

        frame.Should().Equal(Hex.Bytes(
            "040000070d00000052010002010010b71dc03f76db0038d4eef033ea38cea7000300000001610000000400000003fffffffe"
            + "010010b71dc03f76db0038d4eef033ea38cea7000300000001610000000400000004ffffffff000100"));
    }

    [Fact]
    public void Query_V4WithoutValues_IsTheRecordedMessage() =>
        Frame(4, new QueryRequest("SELECT * FROM g.t4", new QueryParameters(ConsistencyLevel.Three))).Should().Equal(
            Hex.Bytes("0400000707000000190000001253454c454354202a2046524f4d20672e7434000300"));

    [Fact]
    public void Segment_V5Login_IsTheRecordedSegment() =>
        Segments(Frame(5, new AuthResponseRequest(Hex.Bytes("0061646d696e007831")))).Should().Equal(
            Hex.Bytes("160002 9d04f9 050000070f0000000d000000090061646d696e007831 106ff75e"));

    [Fact]
    public void Segment_V5SelectWithPage_IsTheRecordedSegment()
    {
        var result = new RowSetMetadata([], [], Hex.Bytes("21d9dc97c97ff238449bc59d70cadc4a"));
        var parameters = new QueryParameters(ConsistencyLevel.LocalOne) { Values = ["a"], PageSize = 2 };

        var segment = Segments(Frame(5, new ExecuteRequest(Hex.Bytes("f58ddae8265a4dff69b107223dbcb190"), result, parameters)));

        segment.Should().Equal(Hex.Bytes("3e0002 18aeb5 "
            + "050000070a000000350010f58ddae8265a4dff69b107223dbcb190001021d9dc97c97ff238449bc59d70cadc4a000a000000050001000000016100000002 f3768cfc"));
    }

    [Fact]
    public void Segment_MessageLargerThanASegment_IsCutAndJoinsAgain()
    {
        var frame = Frame(5, new QueryRequest(new string('x', 400_000), new QueryParameters(ConsistencyLevel.One)));

        var segments = Segments(frame);

        var payload = new List<byte>();
        for (var rest = segments.AsSpan(); rest.Length > 0;)
        {
            var length = Segment.ReadHeader(rest);
            Segment.Verify(rest.Slice(Segment.HeaderSize, length), rest.Slice(Segment.HeaderSize + length, Segment.TrailerSize));
            (rest[2] & 2).Should().Be(0, "a part of a message is not self-contained");
            payload.AddRange(rest.Slice(Segment.HeaderSize, length));
            rest = rest[(Segment.HeaderSize + length + Segment.TrailerSize)..];
        }

        payload.Should().Equal(frame);
    }

    [Fact]
    public void Segment_SeveralMessages_ShareOne()
    {
        var buffer = new SendBuffer { Segmented = true };
        var frame = Frame(5, new OptionsRequest());

        for (var i = 0; i < 3; i++) buffer.Append(frame, Stream);

        var bytes = buffer.Complete().ToArray();
        Segment.ReadHeader(bytes).Should().Be(3 * frame.Length);
        bytes.Should().HaveCount(Segment.HeaderSize + (3 * frame.Length) + Segment.TrailerSize);
    }

    private static byte[] Frame(byte version, IRequest request)
    {
        var writer = new FrameWriter(version);
        writer.WriteFrame(request);
        var plain = new SendBuffer();
        plain.Append(writer.Written, Stream);
        return plain.Complete().ToArray();
    }

    private static byte[] Segments(byte[] frame)
    {
        var buffer = new SendBuffer { Segmented = true };
        buffer.Append(frame, Stream);
        return buffer.Complete().ToArray();
    }
}
