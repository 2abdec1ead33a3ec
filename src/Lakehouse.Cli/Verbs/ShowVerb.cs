using System.CommandLine;
using System.Globalization;
using Lakehouse.Cli.Output;
using Lakehouse.Delta;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>show</c>: what a table is at a version.</summary>
internal static class ShowVerb
{
    private static readonly Argument<string> Table = TableReference.Argument();
    private static readonly OutputColumn[] Columns = [OutputColumn.Text("kind"), OutputColumn.Text("name"), OutputColumn.Text("value")];

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "show", "Describe any Delta table: version, size, protocol, columns, properties, transactions, checkpoints.",
            "lakehouse show silver/flights@1")
        {
            Table, CommonOptions.Version, CommonOptions.Timestamp,
        }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var snapshot = await TableReference.OpenSnapshotAsync(call, call.Get(Table), ct);
        await call.PrintAsync(Columns, Rows(snapshot, await TableDetails.OfAsync(snapshot, ct)));
        return ExitCode.Done;
    }

    private static IEnumerable<object?[]> Rows(Snapshot snapshot, TableDetails details)
    {
        var rows = snapshot.Files.All(f => f.LiveRecordCount is not null) ? snapshot.Files.Sum(f => f.LiveRecordCount!.Value) : (long?)null;
        yield return ["table", "path", snapshot.Table.Path];
        yield return ["table", "id", details.Id];
        if (details.Name is { } name) yield return ["table", "name", name];
        if (details.Description is { } description) yield return ["table", "description", description];
        yield return ["table", "version", Text(snapshot.Version)];
        yield return ["table", "committed", Instant.Format(snapshot.CommitTimestampMillis * 1000)];
        yield return ["table", "files", Text(snapshot.Files.Count)];
        yield return ["table", "bytes", Text(snapshot.Files.Sum(f => f.Size))];
        yield return ["table", "rows", rows is { } known ? Text(known) : "unknown: a file has no statistics"];
        if (snapshot.PartitionColumns.Count > 0) yield return ["table", "partitioned by", string.Join(", ", snapshot.PartitionColumns)];
        yield return ["protocol", "reader", Feature(details.Protocol.MinReaderVersion, details.Protocol.ReaderFeatures)];
        yield return ["protocol", "writer", Feature(details.Protocol.MinWriterVersion, details.Protocol.WriterFeatures)];
        yield return ["log", "commits", Range(details.CommitVersions)];
        yield return ["log", "checkpoints", details.CheckpointVersions.Count == 0 ? "none" : string.Join(", ", details.CheckpointVersions)];
        foreach (var column in snapshot.Schema.Columns) yield return ["column", column.Name, TypeText.Of(column.Type) + (column.Nullable ? "" : " not null")];
        foreach (var (key, value) in snapshot.Configuration.OrderBy(p => p.Key, StringComparer.Ordinal)) yield return ["property", key, value];
        foreach (var (app, version) in snapshot.Transactions.OrderBy(p => p.Key, StringComparer.Ordinal)) yield return ["transaction", app, Text(version)];
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Feature(int version, IReadOnlyList<string> features) => Text(version) + (features.Count == 0 ? "" : $" with {string.Join(", ", features)}");

    private static string Range(IReadOnlyList<long> versions) => versions.Count == 0
        ? "none"
        : $"{versions[0]} to {versions[^1]}" + (versions.Count == versions[^1] - versions[0] + 1 ? "" : ", with gaps");
}
