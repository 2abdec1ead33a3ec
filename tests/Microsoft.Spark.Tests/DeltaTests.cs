using Lakehouse.Spark.TestHost;
using Microsoft.Spark.Interop;
using Microsoft.Spark.Sql;

namespace Microsoft.Spark.Tests;

/// <summary>Delta tables in batches and streams.</summary>
public sealed class DeltaTests(SparkHost host)
{
    private readonly string path = Path.Combine(host.Folder, Guid.NewGuid().ToString("N"));

    [Fact]
    public void Load_VersionAsOf_GivesThatVersion()
    {
        host.Session.Range(10).Write().Format("delta").Save(path);
        host.Session.Range(10, 15).Write().Format("delta").Mode(SaveMode.Append).Save(path);

        host.Session.Read().Format("delta").Option("versionAsOf", 0L).Load(path).Count().Should().Be(10);
        host.Session.Read().Format("delta").Load(path).Count().Should().Be(15);
    }

    [Fact]
    public void Save_SameTransactionTwice_IsSkipped()
    {
        for (var i = 0; i < 2; i++)
        {
            host.Session.Range(10).Write().Format("delta").Mode("append").Options(new Dictionary<string, string> { ["txnAppId"] = "job", ["txnVersion"] = "7" }).Save(path);
        }

        host.Session.Read().Format("delta").Load(path).Count().Should().Be(10);
    }

    [Fact]
    public void Stream_AvailableNow_WritesWhatIsThereAndEnds()
    {
        host.Session.Range(100).Write().Format("delta").Save(path);
        var writer = host.Session.ReadStream().Format("delta").Load(path).WriteStream().Format("delta").OutputMode("append").Option("checkpointLocation", path + "-state");
        writer.Reference.Invoke("trigger", SparkEnvironment.JvmBridge.CallStaticJavaMethod("org.apache.spark.sql.streaming.Trigger", "AvailableNow"));

        var query = writer.Start(path + "-copy");
        query.AwaitTermination();

        query.Exception().Should().BeNull();
        query.IsActive().Should().BeFalse();
        host.Session.Read().Format("delta").Load(path + "-copy").Count().Should().Be(100);
    }

    [Fact]
    public void Stream_ThatFails_TellsWhy()
    {
        host.Session.Range(3).Write().Format("delta").Save(path);
        var query = host.Session.ReadStream().Format("delta").Load(path).SelectExpr("raise_error('in the stream')")
            .WriteStream().Format("noop").Option("checkpointLocation", path + "-state").Start();

        Action act = query.AwaitTermination;

        act.Should().Throw<JvmException>().WithMessage("*StreamingQueryException*in the stream*");
        query.Exception()!.Message.Should().Contain("in the stream");
    }
}
