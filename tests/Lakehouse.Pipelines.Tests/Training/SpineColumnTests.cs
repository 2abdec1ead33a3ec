using Lakehouse.Delta.DuckDb;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Pipelines.Internal.Training;

namespace Lakehouse.Pipelines.Tests.Training;

public sealed class SpineColumnTests
{
    [Theory]
    [InlineData("int64", "7", true)]
    [InlineData("int64", "9223372036854775807", true)]
    [InlineData("int64", "7.5", false)]
    [InlineData("int64", "9223372036854775808", false)]
    [InlineData("decimal(5,2)", "-7.5", true)]
    [InlineData("decimal(5,2)", "7.005", false)]
    [InlineData("decimal(5,2)", "1000", false)]
    public void Check_TextOfANumber_TakesOnlyWhatTheTypeHoldsExactly(string type, string text, bool isValue)
    {
        using var session = new DuckDbSession();
        session.Execute($"CREATE TEMP TABLE raw AS SELECT '{text}' AS n, '2001-03-01T12:00:00Z' AS \"timestamp\"", TestContext.Current.CancellationToken);
        Field[] typed = [new("n", DataType.Parse(type)), new(SpineCopy.TimestampColumn, DataType.Timestamp)];
        var columns = SpineColumn.Plan(SpineInput.Describe(session, "raw"), new SetDefinition(new("s", 1), []), typed, isText: true, "spine.csv");

        var check = () => columns[0].Check(session, "raw", "spine.csv");

        if (isValue) check.Should().NotThrow();
        else check.Should().Throw<JobException>().WithMessage("*column n of row 0*");
    }
}
