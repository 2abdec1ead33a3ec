using Lakehouse.Catalog;
using Lakehouse.Delta;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Pipelines.Internal;

/// <summary>The table that a contract reads: bronze, or a Delta table of anyone's.</summary>
/// <param name="Table">The table.</param>
/// <param name="Name">Its path in the lake, or as declared: the key of progress and run records.</param>
internal sealed record ContractSource(DeltaTable Table, string Name)
{
    public static ContractSource Of(Lake lake, SourceDefinition source)
    {
        if (source.Format.Kind != SourceKind.Delta) return new(lake.Bronze(source.Name), $"bronze/{source.Name}");
        var path = source.Format.Path ?? throw new JobException(
            1,
            $"Source {source.Name} is declared as a Delta table without a path. Add the path, and apply a new contract version.");
        return new(lake.TableFromRoot(path), path);
    }

    /// <summary>What to tell people while there is no table.</summary>
    public string Missing => Name.StartsWith("bronze/", StringComparison.Ordinal)
        ? $"{Name} does not exist yet; ingest files first ('lakehouse ingest {Name["bronze/".Length..]} <files>')"
        : $"there is no Delta table at {Name}";
}
