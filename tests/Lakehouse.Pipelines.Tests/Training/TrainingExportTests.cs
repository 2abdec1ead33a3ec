using Apache.Arrow;
using Apache.Arrow.Ipc;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Features;
using Lakehouse.Pipelines.Training;
using Field = Lakehouse.Features.Field;

namespace Lakehouse.Pipelines.Tests.Training;

public sealed class TrainingExportTests(TripsLake trips) : IClassFixture<TripsLake>, IAsyncLifetime
{
    private static readonly double[] Reals = [0.1, -0.0, double.NaN, double.PositiveInfinity, double.Epsilon, 1e22, 123456789.12345679, 5e-324];

    private static readonly Field[] Columns =
    [
        new("city", DataType.String), new("timestamp", DataType.Timestamp), new("real", DataType.Double), new("price", DataType.Decimal(18, 3)), new("note", DataType.String),
        new("raw", DataType.Binary), new("vector", DataType.DoubleList), new("day", DataType.Date), new("flag", DataType.Bool), new("number", DataType.Int64),
    ];

    private TestLake test = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        test = await TestLake.CopyAsync(trips.Lake);
        await TrainingSetJob.BuildAsync(test.Context, new(TripsProject.Model, SpineSource.FromRows(Columns, [.. Reals.Select((_, i) => Row(i)), new object?[Columns.Length]]), "labels"), Ct);
    }

    public ValueTask DisposeAsync() => test.DisposeAsync();

    [Fact]
    public async Task RunAsync_Parquet_HasTheSameRowsAndNamesItsOrigin()
    {
        var export = await ExportAsync(ExportFormat.Parquet, "labels.parquet");

        using var session = new DuckDbSession();
        var stored = await (await test.SnapshotAsync("training/labels")).Scan().ToSqlAsync(session, Ct);
        var file = DuckDbSession.Literal(export.File);
        foreach (var (left, right) in ((string, string)[])[(stored, $"read_parquet({file})"), ($"read_parquet({file})", stored)])
            session.ScalarInt64($"SELECT count(*) FROM (SELECT * FROM {left} EXCEPT ALL SELECT * FROM {right})").Should().Be(0);
        session.ScalarInt64($"SELECT count(*) FROM read_parquet({file}, file_row_number = true) WHERE file_row_number = spine_row").Should().Be(Reals.Length + 1).And.Be(export.Rows);
        session.ScalarInt64($"SELECT count(*) FROM parquet_kv_metadata({file}) WHERE decode(key) = 'lakehouse.digest' AND decode(value) = 'sha256:{export.Digest}'").Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_Arrow_KeepsEveryBit()
    {
        var export = await ExportAsync(ExportFormat.Arrow, "labels.arrow");

        using var reader = new ArrowFileReader(File.OpenRead(export.File));
        using var batch = (await reader.ReadNextRecordBatchAsync(Ct))!;
        batch.Schema.Metadata["lakehouse.training_set"].Should().Be("labels");
        batch.Schema.Metadata["lakehouse.digest"].Should().Be("sha256:" + export.Digest);
        T Column<T>(string name) => (T)batch.Column(batch.Schema.GetFieldIndex(name, null));
        batch.Length.Should().Be(Reals.Length + 1);
        for (var i = 0; i < Reals.Length; i++)
        {
            BitConverter.DoubleToInt64Bits(Column<DoubleArray>("real").GetValue(i)!.Value).Should().Be(BitConverter.DoubleToInt64Bits(Reals[i]));
            Column<StringArray>("note").GetString(i).Should().Be((string)Row(i)[4]!);
            Column<Decimal128Array>("price").GetValue(i).Should().Be((decimal)Row(i)[3]!);
            Column<TimestampArray>("timestamp").GetTimestamp(i).Should().Be((DateTimeOffset)Row(i)[1]!);
            Column<BinaryArray>("raw").GetBytes(i).ToArray().Should().Equal((byte[])Row(i)[5]!);
            Column<Date32Array>("day").GetDateOnly(i).Should().Be((DateOnly)Row(i)[7]!);
            Column<BooleanArray>("flag").GetValue(i).Should().Be(i % 2 == 0);
            ((DoubleArray)Column<ListArray>("vector").GetSlicedValues(i)).ToArray().Should().Equal(i, null, -i);
        }

        for (var column = 1; column < Columns.Length; column++) batch.Column(batch.Schema.GetFieldIndex(Columns[column].Name, null)).IsNull(Reals.Length).Should().BeTrue();
        (await reader.ReadNextRecordBatchAsync(Ct)).Should().BeNull();
    }

    [Fact]
    public async Task RunAsync_Csv_WritesTextThatReadsBackToTheSameBits()
    {
        var export = await ExportAsync(ExportFormat.Csv, "labels.csv");

        var lines = await File.ReadAllLinesAsync(export.File, Ct);
        lines[0].Should().StartWith("spine_row,city,timestamp,real,price,note,raw,vector,day,flag,number,city_trips__");
        lines[1].Should().StartWith("0,SEA,2001-03-01T11:00:00.000001Z,0.1,-123456789012345.678,\"a,\"\"b\"\" 0\",AAE=,\"[0,null,0]\",2001-03-01,true,-9223372036854775808,");
        lines[3].Should().StartWith("2,SEA,2001-03-01T11:00:00.000001Z,NaN,");
        lines[2].Should().Contain(",-0,");
        lines[^1].Should().MatchRegex("^8,,,,,,,,,,,");
        for (var i = 0; i < Reals.Length; i++)
            BitConverter.DoubleToInt64Bits(double.Parse(lines[i + 1].Split(',')[3], System.Globalization.CultureInfo.InvariantCulture)).Should().Be(BitConverter.DoubleToInt64Bits(Reals[i]));
    }

    [Fact]
    public async Task RunAsync_FileThatExists_IsKeptUnlessReplaced()
    {
        var path = test.Write("labels.csv", "mine");

        var export = () => ExportAsync(ExportFormat.Csv, "labels.csv");

        (await export.Should().ThrowAsync<JobException>()).Which.ExitCode.Should().Be(1);
        (await File.ReadAllTextAsync(path, Ct)).Should().Be("mine");
        (await TrainingExportJob.RunAsync(test.Context, "labels", ExportFormat.Csv, path, replace: true, Ct)).Bytes.Should().BeGreaterThan(100);
        Directory.GetFiles(test.Files, "*.partial").Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_RowsOfNoManifest_AreRefused()
    {
        var table = test.Context.Lake.Training("labels");
        var manifest = (await TrainingSetJob.ShowAsync(test.Context, "labels", Ct)).Json;
        var transaction = table.Begin(await table.GetSnapshotAsync(ct: Ct), "WRITE");
        transaction.RemoveAll();
        transaction.UserMetadata = manifest;
        await transaction.CommitAsync(Ct);

        var export = () => ExportAsync(ExportFormat.Csv, "labels.csv");

        (await export.Should().ThrowAsync<JobException>()).Which.ExitCode.Should().Be(3);
        File.Exists(Path.Combine(test.Files, "labels.csv")).Should().BeFalse();
    }

    private static object?[] Row(int i) =>
    [
        "SEA", new DateTimeOffset(2001, 3, 1, 11, 0, 0, TimeSpan.Zero).AddTicks(10), Reals[i], -123456789012345.678m + i, $"a,\"b\" {i}", new byte[] { (byte)i, 1 },
        new double?[] { i, null, -i }, new DateOnly(2001, 3, 1), i % 2 == 0, long.MinValue + i,
    ];

    private Task<TrainingExport> ExportAsync(ExportFormat format, string file) =>
        TrainingExportJob.RunAsync(test.Context, "labels", format, Path.Combine(test.Files, file), replace: false, Ct);
}
