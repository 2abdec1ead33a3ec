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
            "show", "Describe a table: version, size, columns, properties, transactions.",
            "lakehouse show silver/flights@1")
        {
            Table, CommonOptions.Version, CommonOptions.Timestamp,
        }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        await call.PrintAsync(Columns, Rows(await TableReference.OpenSnapshotAsync(call, call.Get(Table), ct)));
        return ExitCode.Done;
    }

    private static IEnumerable<object?[]> Rows(Snapshot snapshot)
    {
        var rows = snapshot.Files.All(f => f.LiveRecordCount is not null) ? snapshot.Files.Sum(f => f.LiveRecordCount!.Value) : (long?)null;
        yield return ["table", "path", snapshot.Table.Path];
        yield return ["table", "version", Text(snapshot.Version)];
        yield return ["table", "committed", Instant.Format(snapshot.CommitTimestampMillis * 1000)];
        yield return ["table", "files", Text(snapshot.Files.Count)];
        yield return ["table", "bytes", Text(snapshot.Files.Sum(f => f.Size))];
        yield return ["table", "rows", rows is { } known ? Text(known) : "unknown: a file has no statistics"];
        if (snapshot.PartitionColumns.Count > 0) yield return ["table", "partitioned by", string.Join(", ", snapshot.PartitionColumns)];
        foreach (var column in snapshot.Schema.Columns) yield return ["column", column.Name, TypeText.Of(column.Type) + (column.Nullable ? "" : " not null")];
        foreach (var (name, value) in snapshot.Configuration.OrderBy(p => p.Key, StringComparer.Ordinal)) yield return ["property", name, value];
        foreach (var (app, version) in snapshot.Transactions.OrderBy(p => p.Key, StringComparer.Ordinal)) yield return ["transaction", app, Text(version)];
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
