using System.Globalization;
using Lakehouse.Features;

namespace Lakehouse.Catalog.Internal;

/// <summary>A row of <c>_catalog/definitions</c>; of one definition's rows the greatest revision counts.</summary>
internal sealed record DefinitionRow(
    string Kind, VersionedName Id, long Revision, string Hash, string Identity, string Definition, string Project, long RegisteredAtMicros)
{
    public static readonly (string Name, string Type)[] Columns =
    [
        ("kind", "string"), ("name", "string"), ("version", "long"), ("revision", "long"), ("hash", "string"), ("identity", "string"), ("definition", "string"),
        ("project", "string"), ("registered_at", "timestamp"),
    ];

    public object?[] ToRow() => [Kind, Id.Name, (long)Id.Version, Revision, Hash, Identity, Definition, Project, RegisteredAtMicros];

    /// <summary>The rows in force, by kind and id.</summary>
    public static Dictionary<(string Kind, VersionedName Id), DefinitionRow> InForce(CatalogRows table)
    {
        var result = new Dictionary<(string, VersionedName), DefinitionRow>();
        foreach (var row in table.Rows.Select(Read))
        {
            if (!result.TryGetValue((row.Kind, row.Id), out var other) || other.Revision < row.Revision) result[(row.Kind, row.Id)] = row;
        }

        return result;
    }

    private static DefinitionRow Read(object?[] row) => new(
        (string)row[0]!, new((string)row[1]!, Convert.ToInt32(row[2], CultureInfo.InvariantCulture)), (long)row[3]!, (string)row[4]!, (string)row[5]!, (string)row[6]!,
        (string)row[7]!, Micros.OfCell(row[8]));
}
