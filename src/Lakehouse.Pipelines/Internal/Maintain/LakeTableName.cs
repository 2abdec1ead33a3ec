using Lakehouse.Catalog;
using Lakehouse.Delta;
using Lakehouse.Features;

namespace Lakehouse.Pipelines.Internal.Maintain;

/// <summary>What a table of a lake is, by its path in the lake.</summary>
/// <param name="Text">The path, for example <c>gold/airport_delays@1</c>.</param>
internal sealed record LakeTableName(string Text)
{
    private const string QuarantineSuffix = ".quarantine";

    public bool IsBronze => Text.StartsWith("bronze/", StringComparison.Ordinal);

    public bool IsTraining => Text.StartsWith("training/", StringComparison.Ordinal);

    public bool IsCatalog => Text.StartsWith("_catalog/", StringComparison.Ordinal);

    public bool IsServing => Text.StartsWith("_serving/", StringComparison.Ordinal);

    public bool IsQuarantine => Text.StartsWith("silver/", StringComparison.Ordinal) && Text.EndsWith(QuarantineSuffix, StringComparison.Ordinal);

    /// <summary>The contract whose events a silver table holds; null for every other table.</summary>
    public VersionedName? Contract => IsQuarantine ? null : Parse("silver/");

    /// <summary>The view whose rows a gold table holds; null for every other table.</summary>
    public VersionedName? View => Parse("gold/");

    /// <summary>True for tables that a job derives from others, with its progress in their commits.</summary>
    public bool IsDerived => IsQuarantine || Contract is not null || View is not null;

    /// <summary>The table.</summary>
    public DeltaTable Open(Lake lake) => lake.TableFromRoot(Text);

    private VersionedName? Parse(string zone) =>
        Text.StartsWith(zone, StringComparison.Ordinal) && VersionedName.TryParse(Text[zone.Length..], out var name) ? name : null;
}
