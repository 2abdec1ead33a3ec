using System.Diagnostics;
using Flights;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb;
using Lakehouse.Engine.DuckDb.Tests;
using Lakehouse.Features.Definitions;
using Lakehouse.Spark.TestHost;

namespace Lakehouse.Engine.Spark.Tests.Conform;

/// <summary>The three million real flights, conformed by both engines; run by name with <c>-explicit only</c>, since it takes a minute.</summary>
public sealed class FlightsConformTests(SparkHost host, ITestOutputHelper output) : IDisposable
{
    private const string FlightsPath = ".data/node_modules/vega-datasets/data/flights-3m.parquet";
    private const string SourceName = "bronze/flights_raw";

    private readonly TestLake lake = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Conform_RealFlights_GivesTheSameSilver()
    {
        var contract = new FlightsProject().Build().Contracts.Single();
        var session = host.NewSession();
        session.Conf().Set("spark.sql.codegen.wholeStage", "true");
        session.Conf().Set("spark.sql.codegen.factoryMode", "FALLBACK");
        session.Conf().Set("spark.sql.shuffle.partitions", "4");
        await IngestAsync();

        await MeasureAsync("duckdb", new DuckDbEngine(TestLake.Options, TimeProvider.System), contract);
        await MeasureAsync("spark", new SparkEngine(session, TestLake.Options, TimeProvider.System), contract);

        (await DifferencesAsync("silver", "*")).Should().Be(0);
        (await DifferencesAsync("quarantine", "* EXCLUDE (known_at)")).Should().Be(0);
    }

    public void Dispose() => lake.Dispose();

    private async Task MeasureAsync(string copy, IEngine engine, ContractDefinition contract)
    {
        var plan = new ConformPlan(contract, "sha256:1", lake.Table(SourceName), SourceName, 0, lake.Table($"{copy}/silver"), lake.Table($"{copy}/quarantine"));
        var (started, cpu) = (Stopwatch.GetTimestamp(), Cpu());
        var result = await engine.ConformAsync(plan, Ct);
        output.WriteLine(
            $"{copy}: {result.RowsRead:N0} rows read, {result.RowsWritten:N0} written, {result.RowsQuarantined:N0} quarantined, "
            + $"{Stopwatch.GetElapsedTime(started).TotalSeconds:N1} s, {(Cpu() - cpu).TotalSeconds:N1} CPU s");
    }

    /// <summary>CPU time of this process and the JVM.</summary>
    private TimeSpan Cpu()
    {
        using var jvm = Process.GetProcessById(host.JvmProcessId);
        using var own = Process.GetCurrentProcess();
        return jvm.TotalProcessorTime + own.TotalProcessorTime;
    }

    private async Task<long> DifferencesAsync(string table, string columns)
    {
        using var session = new DuckDbSession(TestLake.Options);
        var left = $"SELECT {columns} FROM {await (await lake.Table($"duckdb/{table}").GetSnapshotAsync(ct: Ct)).Scan().ToSqlAsync(session, Ct)}";
        var right = $"SELECT {columns} FROM {await (await lake.Table($"spark/{table}").GetSnapshotAsync(ct: Ct)).Scan().ToSqlAsync(session, Ct)}";
        return session.ScalarInt64($"SELECT (SELECT count(*) FROM ({left} EXCEPT ALL {right})) + (SELECT count(*) FROM ({right} EXCEPT ALL {left}))")!.Value;
    }

    private async Task IngestAsync()
    {
        var path = Path.Combine(AppContext.BaseDirectory, FlightsPath);
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null && !File.Exists(path); directory = directory.Parent)
            path = Path.Combine(directory.FullName, FlightsPath);
        var (text, whole) = (new PrimitiveType("string"), new PrimitiveType("integer"));
        var transaction = lake.Table(SourceName).Create(new(
        [
            new("date", new PrimitiveType("timestamp_ntz")), new("delay", whole), new("distance", whole), new("origin", text), new("destination", text),
            new(ContractDefinition.SourceFileColumn, text, Nullable: false), new(ContractDefinition.SourceRowColumn, new PrimitiveType("long"), Nullable: false),
        ]));
        using var session = new DuckDbSession(TestLake.Options);
        await transaction.WriteQueryAsync(
            session,
            "SELECT date, delay, distance, origin, destination, 'flights-3m.parquet' AS _source_file, file_row_number AS _source_row "
            + $"FROM read_parquet({DuckDbSession.Literal(path)}, file_row_number = true)",
            ct: Ct);
        (await transaction.CommitAsync(Ct)).Should().BeOfType<Committed>();
    }
}
