using System.Text.Json;
using Lakehouse.Spark.TestHost;
using Microsoft.Spark.Interop;
using Microsoft.Spark.Interop.Ipc;
using Microsoft.Spark.Sql;

[assembly: AssemblyFixture(typeof(SparkHost))]

namespace Lakehouse.Interop.Tests.Spark;

/// <summary>Statements and queries in a session of their own.</summary>
/// <remarks>Rows come as JSON texts of Spark's, which hold what .NET's types do not: decimals of 38 digits and timestamps without a zone.</remarks>
internal sealed class SparkSql
{
    private const string Json =
        "to_json(struct(*), map('ignoreNullFields', 'false', 'timestampFormat', \"yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX\", "
        + "'timestampNTZFormat', \"yyyy-MM-dd'T'HH:mm:ss.SSSSSS\")) AS row";

    private readonly SparkSession session;

    /// <summary>Opens a session, or skips the test where Spark cannot run.</summary>
    public SparkSql(SparkHost host)
    {
        session = host.NewSession();
        // Files may be deleted at once, and dates before 1582 are written as they are.
        session.Conf().Set("spark.databricks.delta.retentionDurationCheck.enabled", false);
        session.Conf().Set("spark.sql.parquet.int96RebaseModeInWrite", "CORRECTED");
        session.Conf().Set("spark.sql.ansi.enabled", false);
    }

    /// <summary>Runs a statement.</summary>
    public DataFrame Run(string sql) => session.Sql(sql);

    /// <summary>A query's type and rows.</summary>
    public SparkRows Read(string sql) => Read(Run(sql));

    /// <summary>A query's type in the words of Spark's catalog.</summary>
    public static string TypeOf(DataFrame query) => (string)((JvmObjectReference)query.Reference.Invoke("schema")!).Invoke("catalogString")!;

    /// <summary>The rows of queries of unlike types, read at once.</summary>
    public static ILookup<int, JsonElement> ReadAll(IEnumerable<DataFrame> queries) =>
        queries.Select((q, i) => q.SelectExpr($"{i} AS part", Json)).Aggregate((all, next) => all.Union(next)).Collect()
            .ToLookup(r => r.GetAs<int>("part"), r => JsonSerializer.Deserialize<JsonElement>(r.GetAs<string>("row")));

    /// <summary>All rows that a stream from the table's first version gives by now.</summary>
    public SparkRows Stream(string path)
    {
        var writer = session.ReadStream().Format("delta").Load(path).WriteStream().Format("memory").QueryName("streamed");
        writer.Reference.Invoke("trigger", SparkEnvironment.JvmBridge.CallStaticJavaMethod("org.apache.spark.sql.streaming.Trigger", "AvailableNow"));
        writer.Start().AwaitTermination();
        return Read(session.Table("streamed"));
    }

    private static SparkRows Read(DataFrame query) => new(TypeOf(query), [.. ReadAll([query])[0]]);
}
