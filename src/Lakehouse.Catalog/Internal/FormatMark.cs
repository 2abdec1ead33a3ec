using System.Globalization;
using Lakehouse.Delta;

namespace Lakehouse.Catalog.Internal;

/// <summary>The lake's format number: a property of the table <c>_catalog/lake</c>, so that one small log file tells it.</summary>
internal static class FormatMark
{
    private const string Property = "lakehouse.format";

    /// <exception cref="CatalogException">No lake there and none to be created, or a lake of another format.</exception>
    public static async Task CheckAsync(Lake lake, bool create, CancellationToken ct)
    {
        var table = lake.CatalogTable("lake");
        if (!await table.ExistsAsync(ct))
        {
            if (!create)
                throw new CatalogException(
                    CatalogErrorCode.NotFound,
                    $"There is no lake at {lake.Root}. Name another one with --lake or LAKEHOUSE_ROOT, or create it with 'lakehouse apply'.");
            await WriteAsync(table, lake.Clock, ct);
        }

        var snapshot = await table.GetSnapshotAsync(version: null, ct);
        var text = snapshot.Configuration.GetValueOrDefault(Property, "none");
        if (text != Lake.Format.ToString(CultureInfo.InvariantCulture))
        {
            throw new CatalogException(
                CatalogErrorCode.InvalidLake,
                $"The lake at {lake.Root} has format {text}; this software reads and writes format {Lake.Format}. Use the software that wrote it, or another lake.");
        }
    }

    // A second creator loses the race for version 0 and then reads the winner's number.
    private static async Task WriteAsync(DeltaTable table, TimeProvider clock, CancellationToken ct)
    {
        var configuration = new Dictionary<string, string> { [Property] = Lake.Format.ToString(CultureInfo.InvariantCulture) };
        var transaction = table.Create(new TableSchema([new("created_at", new PrimitiveType("timestamp"), Nullable: false)]), configuration: configuration);
        transaction.ExactVersion = true;
        await using var writer = transaction.OpenWriter();
        writer.Columns[0].AppendInt64(clock.GetUtcNow().ToMicros());
        writer.EndRow();
        await writer.CloseAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
