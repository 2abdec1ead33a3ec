namespace CassandraCSharpDriver.Tests.Wire;

/// <summary>Bytes as they are written in the protocol's examples.</summary>
internal static class Hex
{
    public static byte[] Bytes(string text) => Convert.FromHexString(text.Replace(" ", "").Replace("\n", ""));
}
