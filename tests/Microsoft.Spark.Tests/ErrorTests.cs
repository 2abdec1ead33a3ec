using Lakehouse.Spark.TestHost;
using Microsoft.Spark.Interop;
using Microsoft.Spark.Sql;

namespace Microsoft.Spark.Tests;

/// <summary>What went wrong in the JVM is told by its class, its error class and its causes.</summary>
public sealed class ErrorTests(SparkHost host)
{
    private readonly SparkSession session = host.Session;

    [Theory]
    [InlineData("SELECT nope FROM range(3)", "org.apache.spark.sql.*AnalysisException: [UNRESOLVED_COLUMN.WITH_SUGGESTION]", "nope")]
    [InlineData("SELEC 1", "org.apache.spark.sql.catalyst.parser.ParseException", "[PARSE_SYNTAX_ERROR]")]
    [InlineData("SELECT * FROM parquet.`/no/such/folder`", "org.apache.spark.sql.*AnalysisException", "[PATH_NOT_FOUND]")]
    public void Sql_Refused_TellsClassAndErrorClass(string sql, string start, string part)
    {
        var act = () => session.Sql(sql);

        act.Should().Throw<JvmException>().WithMessage(start + "*").WithMessage($"*{part}*");
    }

    [Fact]
    public void Collect_FailureInATask_TellsTheCause()
    {
        var frame = session.Sql("SELECT if(id = 7, raise_error('row seven'), id) FROM range(10)");

        var act = () => frame.Collect().ToList();

        act.Should().Throw<JvmException>().WithMessage("org.apache.spark.SparkException: Job aborted due to stage failure*Caused by:*row seven*");
    }

    [Fact]
    public void Collect_AnsiOverflow_TellsTheErrorClassAndTheSql()
    {
        var act = () => session.Sql("SELECT sum(id + 9223372036854775807L) FROM range(3)").Collect();

        act.Should().Throw<JvmException>().WithMessage("*[ARITHMETIC_OVERFLOW]*").WithMessage("*id + 9223372036854775807L*");
    }

    [Fact]
    public void Call_NoSuchMethod_TellsItsName()
    {
        var act = () => SparkEnvironment.JvmBridge.CallStaticJavaMethod("java.lang.String", "nope", 1);

        act.Should().Throw<JvmException>().WithMessage("*nope*does not exist*");
    }

    [Fact]
    public void Call_AfterFailures_GoesOn()
    {
        for (var i = 0; i < 20; i++) Assert.Throws<JvmException>(() => session.Sql("SELEC 1"));

        session.Range(5).Count().Should().Be(5);
    }
}
