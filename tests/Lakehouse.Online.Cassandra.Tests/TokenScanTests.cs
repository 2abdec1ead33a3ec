using Lakehouse.Online.Cassandra.Internal;

namespace Lakehouse.Online.Cassandra.Tests;

public sealed class TokenScanTests
{
    [Fact]
    public void Bounds_AllSlices_CoverEachTokenOnce()
    {
        var slices = Enumerable.Range(0, 64).Select(TokenScan.Bounds).ToList();

        slices[0].After.Should().Be(long.MinValue, "a token is never the least number");
        slices[^1].UpTo.Should().Be(long.MaxValue);
        slices.Should().OnlyContain(s => s.After < s.UpTo);
        slices.Zip(slices.Skip(1)).Should().OnlyContain(p => p.First.UpTo == p.Second.After);
    }
}
