using Lakehouse.Pipelines.Internal.Ingest;

namespace Lakehouse.Pipelines.Tests.Ingest;

public sealed class DuckDbTypeTextTests
{
    [Theory]
    [InlineData("BIGINT", "BIGINT")]
    [InlineData("DECIMAL(18,3)", "DECIMAL(18,3)")]
    [InlineData("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ")]
    [InlineData("TIMESTAMP_NS", "TIMESTAMP")]
    [InlineData("ENUM('a', 'b)')", "VARCHAR")]
    [InlineData("INTEGER[][3]", "INTEGER[][]")]
    [InlineData("MAP(VARCHAR, UINTEGER)", "MAP(VARCHAR, BIGINT)")]
    [InlineData("STRUCT(a INTEGER, \"b \"\"c\" STRUCT(d TIME WITH TIME ZONE)[])", "STRUCT(\"a\" INTEGER, \"b \"\"c\" STRUCT(\"d\" VARCHAR)[])")]
    public void Read_TypeName_GivesTheDeltaTypeThatHoldsIt(string text, string expected) => DuckDbTypeText.Read(text)!.DuckDbType.Should().Be(expected);

    [Theory]
    [InlineData("INTERVAL")]
    [InlineData("UNION(a INTEGER)")]
    [InlineData("STRUCT(a INTERVAL)")]
    [InlineData("BIGINT,")]
    [InlineData("")]
    public void Read_NoDeltaTypeForIt_GivesNull(string text) => DuckDbTypeText.Read(text).Should().BeNull();
}
