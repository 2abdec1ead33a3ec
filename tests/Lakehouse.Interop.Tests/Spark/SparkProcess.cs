using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lakehouse.Interop.Tests.Spark;

/// <summary>One JVM with a Spark session that runs SparkServer.java: a line in, a line out.</summary>
internal sealed class SparkProcess : IAsyncDisposable
{
    /// <summary>What Spark 3.5 needs of JDK 17.</summary>
    private static readonly string[] OpenedPackages =
    [
        "java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.util", "java.util.concurrent",
        "java.util.concurrent.atomic", "jdk.internal.ref", "sun.nio.ch", "sun.nio.cs", "sun.security.action", "sun.util.calendar",
    ];

    /// <summary>Small tables: one task, no generated code, and no thousand tasks to list a directory. Old dates are written as they are.</summary>
    private static readonly string[] Settings =
    [
        "spark.master=local[1]", "spark.driver.host=127.0.0.1", "spark.ui.enabled=false", "spark.sql.session.timeZone=UTC",
        "spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension", "spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog",
        "spark.databricks.delta.retentionDurationCheck.enabled=false", "spark.databricks.delta.snapshotPartitions=1", "spark.sql.shuffle.partitions=1",
        "spark.sql.sources.parallelPartitionDiscovery.parallelism=1", "spark.sql.adaptive.enabled=false",
        "spark.sql.parquet.datetimeRebaseModeInWrite=CORRECTED", "spark.sql.parquet.int96RebaseModeInWrite=CORRECTED",
        "spark.sql.codegen.wholeStage=false", "spark.sql.codegen.factoryMode=NO_CODEGEN",
    ];

    private readonly Process process;
    private readonly DirectoryInfo directory;
    private readonly Task<string> errors;
    private readonly SemaphoreSlim turn = new(1);

    private SparkProcess(Process process, DirectoryInfo directory)
    {
        this.process = process;
        this.directory = directory;
        errors = process.StandardError.ReadToEndAsync();
    }

    public static async Task<SparkProcess> StartAsync(string jars)
    {
        var directory = Directory.CreateTempSubdirectory("lakehouse-spark-");
        var here = Path.Combine(AppContext.BaseDirectory, "Spark");
        string[] arguments =
        [
            "-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Duser.timezone=UTC", "-Djdk.reflect.useDirectMethodHandle=false",
            $"-Djava.io.tmpdir={directory.FullName}", $"-Dderby.system.home={directory.FullName}", $"-Dlog4j2.configurationFile={Path.Combine(here, "log4j2.properties")}",
            .. OpenedPackages.Select(p => $"--add-opens=java.base/{p}=ALL-UNNAMED"), "-cp", Path.Combine(jars, "*"), Path.Combine(here, "SparkServer.java"), .. Settings,
        ];
        var start = new ProcessStartInfo("java", arguments)
        {
            WorkingDirectory = directory.FullName, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        var spark = new SparkProcess(Process.Start(start)!, directory);
        await spark.AnswerAsync("start of the session", CancellationToken.None);
        return spark;
    }

    /// <summary>Runs one statement.</summary>
    /// <exception cref="SparkException">Spark refused.</exception>
    public Task<SparkRows> SqlAsync(string sql, CancellationToken ct) => AskAsync(new JsonObject { ["sql"] = sql }, sql, ct);

    /// <summary>All rows that a stream over the table gives by now.</summary>
    public Task<SparkRows> StreamAsync(string path, CancellationToken ct) => AskAsync(new JsonObject { ["stream"] = path }, $"stream of {path}", ct);

    /// <summary>The end of input ends the session; a JVM that does not heed it is killed.</summary>
    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
        directory.Delete(recursive: true);
    }

    private async Task<SparkRows> AskAsync(JsonObject request, string what, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            await process.StandardInput.WriteLineAsync(request.ToJsonString());
            await process.StandardInput.FlushAsync(CancellationToken.None);

            // Not cancellable: an answer left in the pipe would be taken for that of the next request.
            return await AnswerAsync(what, CancellationToken.None);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<SparkRows> AnswerAsync(string what, CancellationToken ct)
    {
        var line = await process.StandardOutput.ReadLineAsync(ct) ?? throw new SparkException(what, $"The JVM ended.\n{await errors}");
        using var document = JsonDocument.Parse(line);
        var answer = document.RootElement;
        if (answer.TryGetProperty("error", out var error)) throw new SparkException(what, error.GetString()!);
        return new SparkRows(answer.GetProperty("type").GetString()!, [.. answer.GetProperty("rows").EnumerateArray().Select(r => r.Clone())]);
    }
}
