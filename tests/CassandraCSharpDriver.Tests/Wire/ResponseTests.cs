using System.Net;
using Cassandra;
using Cassandra.Internal.Wire;

namespace CassandraCSharpDriver.Tests.Wire;

/// <summary>Recorded answers as the driver reads them.</summary>
public sealed class ResponseTests
{
    [Fact]
    public void Decode_Prepared_HasMarkersAndPartitionKey()
    {
        var prepared = Prepared.Of(Recorded.PreparedV4);

        prepared.Id.Should().Equal(Hex.Bytes("b71dc03f76db0038d4eef033ea38cea7"));
        prepared.PartitionKeyIndexes.Should().Equal(0);
        prepared.Variables.Columns.Select(c => (c.Keyspace, c.Table, c.Name, c.TypeCode, c.Type)).Should().Equal(
            ("g", "t4", "k", ColumnTypeCode.Varchar, typeof(string)), ("g", "t4", "c", ColumnTypeCode.Int, typeof(int)), ("g", "t4", "v", ColumnTypeCode.Double, typeof(double)));
        prepared.Result!.Columns.Should().BeEmpty();
    }

    [Fact]
    public void Decode_RowsOfV5_HasCellsAndPagingState()
    {
        var rows = (RowsResponse)Recorded.Decode(Recorded.PageV5);

        rows.PagingState.Should().Equal(Hex.Bytes("0006000400000002f07ffffffdf07ffffffd"));
        new RowSet(rows, fetchNext: null).Select(row => (row.GetValue<int>("c"), row.GetValue<double>("v"))).Should().Equal((1, 2.5), (2, 3.5));
    }

    [Fact]
    public void Decode_ColumnsThatAreKnown_AreShared()
    {
        var known = ((RowsResponse)Recorded.Decode(Recorded.PageV5)).Metadata;

        var again = (RowsResponse)ResponseDecoder.Decode(FrameHeader.Read(Recorded.PageV5), Recorded.PageV5[FrameHeader.Size..], known);

        again.Metadata.Should().BeSameAs(known);
        again.Page.Decode<double>(1, 1).Should().Be(3.5);
    }

    [Fact]
    public void Decode_ColumnsThatChanged_AreRead()
    {
        var known = ((RowsResponse)Recorded.Decode(Recorded.PageV5)).Metadata;
        var renamed = Recorded.PageV5[FrameHeader.Size..];
        renamed[Array.IndexOf(renamed, (byte)'v')] = (byte)'w';

        var rows = (RowsResponse)ResponseDecoder.Decode(FrameHeader.Read(Recorded.PageV5), renamed, known);

        rows.Metadata.Columns[1].Name.Should().Be("w");
    }

    [Fact]
    public void Decode_Unavailable_IsItsExceptionWithFacts()
    {
        var error = ((ErrorResponse)Recorded.Decode(Recorded.Unavailable)).Exception.Should().BeOfType<UnavailableException>().Subject;

        (error.Consistency, error.RequiredReplicas, error.AliveReplicas).Should().Be((ConsistencyLevel.Three, 3, 1));
    }

    [Fact]
    public void Decode_VoidAndLogin_AreTheirKinds()
    {
        Recorded.Decode(Recorded.Void).Should().BeOfType<VoidResponse>();
        ((AuthenticationResponse)Recorded.Decode(Recorded.Authenticate)).Authenticator.Should().Be("org.apache.cassandra.auth.PasswordAuthenticator");
        ((AuthenticationResponse)Recorded.Decode(Recorded.AuthSuccess)).Should().BeEquivalentTo(new { Step = AuthenticationStep.Success, Token = (byte[]?)null });
    }

    [Fact]
    public void Decode_WarningsAndTrace_ComeBeforeTheBody()
    {
        var id = Guid.NewGuid();
        var body = new FrameWriter(4);
        id.TryWriteBytes(body.Take(16), bigEndian: true, out _);
        body.WriteUInt16(1);
        body.WriteString("slow");
        body.WriteInt32(1);

        var response = ResponseDecoder.Decode(new FrameHeader(0x84, FrameFlags.Tracing | FrameFlags.Warning, 0, Opcode.Result, body.Length), body.Written.ToArray());

        response.Should().BeOfType<VoidResponse>();
        response.Warnings.Should().Equal("slow");
        response.TracingId.Should().Be(id);
    }

    [Fact]
    public void Decode_SegmentOfALogin_HasItsMessage()
    {
        var bytes = Recorded.SegmentV5;

        var length = Segment.ReadHeader(bytes);

        var payload = bytes[Segment.HeaderSize..(Segment.HeaderSize + length)];
        Segment.Verify(payload, bytes.AsSpan(Segment.HeaderSize + length));
        Recorded.Decode(payload).Should().BeOfType<AuthenticationResponse>();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(15)]
    public void Segment_DamagedByte_IsFound(int place)
    {
        var bytes = Recorded.SegmentV5.ToArray();
        bytes[place] ^= 0x10;

        var read = () =>
        {
            var length = Segment.ReadHeader(bytes);
            Segment.Verify(bytes.AsSpan(Segment.HeaderSize, length), bytes.AsSpan(Segment.HeaderSize + length, Segment.TrailerSize));
        };

        read.Should().Throw<DriverInternalError>();
    }

    [Fact]
    public void Event_OfEachKind_IsRead()
    {
        var second = new IPEndPoint(IPAddress.Parse("127.0.0.2"), 9042);

        EventDecoder.Decode(Event("STATUS_CHANGE", "DOWN", address: true)).Should().Be(new StatusChangeEvent("DOWN", second));
        EventDecoder.Decode(Event("TOPOLOGY_CHANGE", "NEW_NODE", address: true)).Should().Be(new TopologyChangeEvent("NEW_NODE", second));
        EventDecoder.Decode(Event("SCHEMA_CHANGE", "CREATED", address: false, "TABLE", "k", "t")).Should().Be(new SchemaChangeEvent("CREATED", "TABLE", "k", "t"));
        EventDecoder.Decode(Event("SCHEMA_CHANGE", "DROPPED", address: false, "KEYSPACE", "k")).Should().Be(new SchemaChangeEvent("DROPPED", "KEYSPACE", "k", null));
    }

    private static byte[] Event(string kind, string change, bool address, params string[] names)
    {
        var body = new FrameWriter(4);
        body.WriteString(kind);
        body.WriteString(change);
        if (address)
        {
            body.WriteByte(4);
            body.WriteRaw(IPAddress.Parse("127.0.0.2").GetAddressBytes());
            body.WriteInt32(9042);
        }

        foreach (var name in names) body.WriteString(name);
        return body.Written.ToArray();
    }
}
