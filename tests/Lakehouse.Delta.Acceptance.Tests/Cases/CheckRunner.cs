using System.Globalization;
using System.Text.Json;
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

    /// <summary>True while the library has no change data feed to ask.</summary>
    public static bool IsPending(Check check) => check.Question == "cdf";

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
            var scan = (await SnapshotAsync(check, ct)).Scan();
            session.Execute($"CREATE OR REPLACE TEMP TABLE refused AS FROM {await scan.ToSqlAsync(session, ct)}", ct);
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
        var snapshot = await SnapshotAsync(check, ct);
        if (check.ExpectVersion is { } version) snapshot.Version.Should().Be(version);
        var scan = snapshot.Scan();
        if (check.Where is { } where) scan = scan.Where(ScanPredicate.Parse(where, snapshot.Schema));
        return RowBag.OfQuery(session, await scan.ToSqlAsync(session, ct), snapshot.Schema.Columns, SchemaOf(check), Ignored(check), ct);
    }

    private async Task<Snapshot> SnapshotAsync(Check check, CancellationToken ct) => check.Timestamp is { } instant
        ? await table.GetSnapshotAtAsync(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture), ct)
        : await table.GetSnapshotAsync(check.Version, ct);

    private JsonElement SchemaOf(Check check) => check.Schema.ValueKind == JsonValueKind.Object ? check.Schema : @case.Schema;

    private HashSet<string> Ignored(Check check) => [.. @case.IgnoreColumns, .. check.IgnoreColumns];
}
