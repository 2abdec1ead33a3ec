using Cassandra.Internal.Ring;

namespace Cassandra.Tests.Ring;

public sealed class Murmur3Tests
{
    [Theory]
    [InlineData("61", -8839064797231613815)]
    [InlineData("ff", -4442228696663692417)]
    [InlineData("80818283", -3443090708941767951)]
    [InlineData("6161616161616161616161616161616161", 8030503933958084248)]
    [InlineData("fffefdfcfbfaf9f8f7f6f5f4f3f2f1", -5987817694781604974)]
    [InlineData("000102030405060708090a0b0c0d0e0f10f1", 6291675326330130379)]
    [InlineData("deadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeef", -5017139938135449184)]
    public void Token_KnownKey_IsTheServers(string key, long token) => Murmur3.Token(Convert.FromHexString(key)).Should().Be(token);
}
