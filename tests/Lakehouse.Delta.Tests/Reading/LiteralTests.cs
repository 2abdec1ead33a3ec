using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Delta.Tests.Reading;

public sealed class LiteralTests
{
    [Theory]
    [InlineData("")]
    [InlineData("it's")]
    [InlineData("a\0b")]
    [InlineData("\0")]
    [InlineData("\0'\0\0é")]
    public void Literal_AnyText_IsThatText(string text)
    {
        using var session = new DuckDbSession(new DuckDbOptions { Threads = 1 });
        using var command = session.Connection.CreateCommand();
        command.CommandText = $"SELECT {DuckDbSession.Literal(text)}";

        command.ExecuteScalar().Should().Be(text);
    }
}
