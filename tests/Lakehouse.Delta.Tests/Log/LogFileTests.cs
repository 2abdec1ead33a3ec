using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Tests.Log;

public sealed class LogFileTests
{
    [Theory]
    [InlineData("00000000000000000003.checkpoint.0000000002.0000000003.parquet", 3)]
    [InlineData("00000000000000000003.checkpoint.0000000004.0000000003.parquet", null)]
    [InlineData("00000000000000000003.checkpoint.0000000000.0000000003.parquet", null)]
    [InlineData("00000000000000000003.checkpoint.0000000001.9999999999.parquet", null)]
    public void Parse_PartOfACheckpoint_CountsOnlyWhenItCanBeOne(string name, int? parts) =>
        (LogFile.Parse(name, modificationTimeMillis: 0)?.Parts).Should().Be(parts);
}
