using System.Net;

namespace Cassandra.Internal.Wire;

/// <summary>Makes the typed exception of an ERROR message.</summary>
internal static class ErrorDecoder
{
    public static Exception Decode(int version, ref FrameReader reader)
    {
        var code = reader.ReadInt32();
        var message = reader.ReadString();
        return code switch
        {
            0x0000 => new ServerErrorException(message),
            0x000A => new ProtocolErrorException(message),
            0x0100 => new AuthenticationException(message),
            0x1000 => new UnavailableException(reader.ReadConsistency(), reader.ReadInt32(), reader.ReadInt32()),
            0x1001 => new OverloadedException(message),
            0x1002 => new IsBootstrappingException(message),
            0x1003 => new TruncateException(message),
            0x1100 => new WriteTimeoutException(reader.ReadConsistency(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadString()),
            0x1200 => new ReadTimeoutException(reader.ReadConsistency(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadByte() != 0),
            0x1300 => ReadFailure(version, ref reader),
            0x1400 => new FunctionFailureException(message),
            0x1500 => WriteFailure(version, ref reader),
            0x1700 => new WriteTimeoutException(reader.ReadConsistency(), reader.ReadInt32(), reader.ReadInt32(), "CAS"),
            0x2000 => new SyntaxError(message),
            0x2100 => new UnauthorizedException(message),
            0x2200 => new InvalidQueryException(message),
            0x2300 => new InvalidConfigurationInQueryException(message),
            0x2400 => new AlreadyExistsException(reader.ReadString(), reader.ReadString()),
            0x2500 => new PreparedQueryNotFoundException(message, reader.ReadShortBytes()),
            _ => new ServerErrorException($"Unknown error 0x{code:X4}: {message}"),
        };
    }

    private static ReadFailureException ReadFailure(int version, ref FrameReader reader)
    {
        var (level, received, required) = (reader.ReadConsistency(), reader.ReadInt32(), reader.ReadInt32());
        var (count, reasons) = Failures(version, ref reader);
        var data = reader.ReadByte() != 0;
        return reasons is null ? new ReadFailureException(level, received, required, data, count) : new ReadFailureException(level, received, required, data, reasons);
    }

    private static WriteFailureException WriteFailure(int version, ref FrameReader reader)
    {
        var (level, received, required) = (reader.ReadConsistency(), reader.ReadInt32(), reader.ReadInt32());
        var (count, reasons) = Failures(version, ref reader);
        var type = reader.ReadString();
        return reasons is null ? new WriteFailureException(level, received, required, type, count) : new WriteFailureException(level, received, required, type, reasons);
    }

    /// <summary>A count in v4; the reason of each replica in v5.</summary>
    private static (int Count, Dictionary<IPAddress, int>? Reasons) Failures(int version, ref FrameReader reader)
    {
        var count = reader.ReadInt32();
        if (version < ProtocolVersions.V5) return (count, null);
        var reasons = new Dictionary<IPAddress, int>();
        for (var left = reader.ReadCount(count, 5 + sizeof(ushort)); left > 0; left--) reasons[reader.ReadAddress()] = reader.ReadUInt16();
        return (count, reasons);
    }
}
