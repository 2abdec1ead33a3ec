using System.Globalization;
using System.Text.Json;
using Lakehouse.Delta.Changes;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Delta.Acceptance.Tests.Cases;

/// <summary>Asks a table the questions of its case through the public API.</summary>
/// <param name="archiveRoot">Where the archive is unpacked.</param>
/// <param name="case">The case.</param>
/// <param name="path">The table's scratch copy.</param>
internal sealed class CheckRunner(string archiveRoot, Case @case, string path)
{
    private static readonly IReadOnlyDictionary<string, DeltaErrorCode> Codes = new Dictionary<string, DeltaErrorCode>
    {
        ["cdf_not_enabled"] = DeltaErrorCode.ChangesUnknown,
        ["corrupt_dv"] = DeltaErrorCode.Corrupt,
        ["corrupt_log"] = DeltaErrorCode.Corrupt,
        ["versions_not_contiguous"] = DeltaErrorCode.Corrupt,
        ["missing_data_file"] = DeltaErrorCode.FileMissing,
        ["not_a_delta_table"] = DeltaErrorCode.TableNotFound,
        ["timestamp_too_early"] = DeltaErrorCode.VersionNotFound,
        ["version_not_found"] = DeltaErrorCode.VersionNotFound,
        ["unsupported_feature"] = DeltaErrorCode.UnsupportedFeature,
        ["unsupported_protocol"] = DeltaErrorCode.UnsupportedFeature,
        ["unsupported_type_change"] = DeltaErrorCode.UnsupportedFeature,
    };

    private readonly DeltaTable table = DeltaTable.ForPath(path);

    /// <summary>Fails when the answer is not the expected one.</summary>
    public async Task RunAsync(Check check, DuckDbSession session, CancellationToken ct)
    {
        if (check.Category is not null) await ExpectRefusalAsync(check, session, ct);
        else if (check.Kind == "txn") (await table.GetSnapshotAsync(ct: ct)).Transactions[check.AppId!].Should().Be(check.ExpectedVersion);
        else await ExpectRowsAsync(check, session, ct);
    }

    private async Task ExpectRowsAsync(Check check, DuckDbSession session, CancellationToken ct)
    {
        IReadOnlyList<string> rows;
        try
        {
            rows = await RowsAsync(check, session, ct);
        }
        catch (DeltaException e) when (e.Code == DeltaErrorCode.UnsupportedFeature && @case.Accept == "refuse")
        {
            return;
        }

        var schema = SchemaOf(check);
        var expected = RowBag.OfFile(Path.Combine(archiveRoot, check.Rows!), schema, Ignored(check));
        if (check.RowsAlt is { } other && !rows.SequenceEqual(expected)) expected = RowBag.OfFile(Path.Combine(archiveRoot, other), schema, Ignored(check));
        if (!rows.SequenceEqual(expected)) rows.Should().Equal(expected);
    }

    private async Task ExpectRefusalAsync(Check check, DuckDbSession session, CancellationToken ct)
    {
        try
        {
            var (sql, _) = await QueryAsync(check, session, ct);
            session.Execute($"CREATE OR REPLACE TEMP TABLE refused AS FROM {sql}", ct);
        }
        catch (DeltaException e)
        {
            e.Code.Should().Be(Codes[check.Category!], e.Message);
            e.Message.Should().Contain(path, "a refusal names the table");
            return;
        }

        @case.Accept.Should().Be("rows-any", "the table must be refused");
    }

    private async Task<IReadOnlyList<string>> RowsAsync(Check check, DuckDbSession session, CancellationToken ct)
    {
        var (sql, columns) = await QueryAsync(check, session, ct);
        return RowBag.OfQuery(session, sql, columns, SchemaOf(check), Ignored(check), ct);
    }

    private async Task<(string Sql, IReadOnlyList<TableColumn> Columns)> QueryAsync(Check check, DuckDbSession session, CancellationToken ct)
    {
        if (check.Question == "cdf")
        {
            var feed = await table.GetChangeFeedAsync(check.From!.Value, check.To, ct);
            return (await feed.ToSqlAsync(session, ct), feed.Columns);
        }

        var snapshot = await SnapshotAsync(check, ct);
        if (check.ExpectVersion is { } version) snapshot.Version.Should().Be(version);
        var scan = snapshot.Scan();
        if (check.Where is { } where) scan = scan.Where(ScanPredicate.Parse(where, snapshot.Schema));
        return (await scan.ToSqlAsync(session, ct), snapshot.Schema.Columns);
    }

    private async Task<Snapshot> SnapshotAsync(Check check, CancellationToken ct) => check.Timestamp is { } instant
        ? await table.GetSnapshotAtAsync(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture), ct)
        : await table.GetSnapshotAsync(check.Version, ct);

    private JsonElement SchemaOf(Check check) => check.Schema.ValueKind == JsonValueKind.Object ? check.Schema : @case.Schema;

    private HashSet<string> Ignored(Check check) => [.. @case.IgnoreColumns, .. check.IgnoreColumns];
}
