using Cassandra.Internal.Wire;

namespace CassandraCSharpDriver.Tests.Wire;

/// <summary>Answers of Cassandra 5.0.8, recorded.</summary>
internal static class Recorded
{
    public static readonly byte[] PreparedV4 = Hex.Bytes(
        "840000070800000042000000040010b71dc03f76db0038d4eef033ea38cea700000001000000030000000100000001670002743400016b000d000163000900017600070000000400000000");

    public static readonly byte[] Authenticate = Hex.Bytes(
        "840000070300000031002f6f72672e6170616368652e63617373616e6472612e617574682e50617373776f726441757468656e74696361746f72");

    public static readonly byte[] AuthSuccess = Hex.Bytes("840000071000000004ffffffff");

    public static readonly byte[] Void = Hex.Bytes("84000007080000000400000001");

    public static readonly byte[] Unavailable = Hex.Bytes(
        "84000007000000003600001000002643616e6e6f74206163686965766520636f6e73697374656e6379206c6576656c20544852454500030000000300000001");

    public static readonly byte[] PageV5 = Hex.Bytes(
        "85000007080000005f000000020000000300000002000000120006000400000002f07ffffffdf07ffffffd0001670002743500016300090001760007000000020000000400000001000000084004000000000000"
        + "000000040000000200000008400c000000000000");

    public static readonly byte[] SegmentV5 = Hex.Bytes("0d0002 cf07f7 850000071000000004ffffffff 45c30f4e");

    /// <summary>All recorded messages without segments.</summary>
    public static readonly byte[][] All = [PreparedV4, Authenticate, AuthSuccess, Void, Unavailable, PageV5];

    public static Response Decode(byte[] message) => ResponseDecoder.Decode(FrameHeader.Read(message), message[FrameHeader.Size..]);
}

/// <summary>A prepared statement as a node answered it.</summary>
internal static class Prepared
{
    public static PreparedResponse Of(byte[] message) => (PreparedResponse)Recorded.Decode(message);
}
