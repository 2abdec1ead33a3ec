using Lakehouse.Engine.Spark.Session;
using Microsoft.Spark;

namespace Lakehouse.Engine.Spark.Tests.Session;

/// <summary>What of Spark's failures is told: classes of errors and the engine's own texts, never what may be a value.</summary>
public sealed class SparkFailureTests
{
    [Theory]
    [InlineData("org.apache.spark.SparkArithmeticException: [DIVIDE_BY_ZERO] Division by zero. Value 17", "DIVIDE_BY_ZERO")]
    [InlineData("org.apache.spark.sql.AnalysisException: [UNRESOLVED_COLUMN.WITH_SUGGESTION] A column `x` [SECRET_VALUE]", "UNRESOLVED_COLUMN.WITH_SUGGESTION")]
    [InlineData("org.apache.spark.SparkException: [TASK_WRITE_FAILED] Task\n\tat a.B\nCaused by: org.apache.spark.SparkException: [CAST_INVALID_INPUT] 'secret'\n\tat c.D", "CAST_INVALID_INPUT")]
    [InlineData("org.apache.spark.SparkException: Job aborted\n\tat a.B\nCaused by: java.io.IOException: No space left on device\n\tat c.D", "java.io.IOException")]
    [InlineData("java.lang.OutOfMemoryError: Java heap space", "java.lang.OutOfMemoryError")]
    public void Class_OfAMessage_IsSparksErrorClassElseTheDeepestCause(string message, string expected) => SparkFailure.Class(message).Should().Be(expected);

    [Theory]
    [InlineData("java.lang.RuntimeException: Feature view daily@1: needs more digits\n\tat a.B", "run: Feature view daily@1: needs more digits")]
    [InlineData("java.lang.RuntimeException: lakehouse: a rule is broken\n\tat a.B", "run: a rule is broken")]
    public void Of_ATextOfTheEnginesOwnSql_SaysIt(string message, string expected) => SparkFailure.Of("run", "SELECT 1", new JvmException(message)).Message.Should().Be(expected);

    [Fact]
    public void Of_ALongStatement_IsCut()
    {
        var failure = SparkFailure.Of("run", new string('x', 10_000), new JvmException("java.lang.OutOfMemoryError: Java heap space"));

        failure.Message.Length.Should().BeLessThan(2_500);
    }
}
