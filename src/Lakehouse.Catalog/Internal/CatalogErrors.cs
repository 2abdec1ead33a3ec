using Lakehouse.Features;

namespace Lakehouse.Catalog.Internal;

/// <summary>The catalog's messages.</summary>
internal static class CatalogErrors
{
    public static CatalogException NotRegistered(string kind, VersionedName id, IEnumerable<VersionedName> known)
    {
        var names = string.Join(", ", known.Select(k => k.ToString()));
        return new(CatalogErrorCode.NotFound, $"There is no {kind} {id} in the catalog ({Known(names)}). Register it with 'lakehouse apply'.");
    }

    public static CatalogException SourceUnknown(string source, IEnumerable<string> known)
    {
        var names = string.Join(", ", known.Distinct().Order());
        return new(CatalogErrorCode.NotFound, $"No registered contract reads a source '{source}' ({Known(names)}). Register its repository with 'lakehouse apply'.");
    }

    public static CatalogException VersionTaken(IReadOnlyList<PlannedChange> refused) => new(
        CatalogErrorCode.VersionTaken,
        string.Join(Environment.NewLine, refused.Select(r =>
            $"{char.ToUpperInvariant(r.Kind[0])}{r.Kind[1..]} {r.Id} is already registered with another meaning (differs in: {string.Join("; ", r.Difference)}). "
            + $"Register it as {r.Id with { Version = r.Id.Version + 1 }}, or restore the old definition."))
        + Environment.NewLine + "Nothing was registered.");

    private static string Known(string names) => names.Length == 0 ? "none is registered" : "registered: " + names;
}
