using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Testing.Internal;

namespace Lakehouse.Testing;

/// <summary>Rows of a view's gold up to a frontier.</summary>
/// <param name="View">The view.</param>
/// <param name="Rows">The rows in any order.</param>
/// <param name="FrontierMicros">F: the rows stand for all instants up to it.</param>
public sealed record GoldRows(EntityViewDefinition View, IReadOnlyList<ExpectedRow> Rows, long FrontierMicros)
{
    /// <summary>lookup(key, t, K) on these rows.</summary>
    /// <param name="key">Key values; a NULL matches nothing.</param>
    /// <param name="atMicros">t.</param>
    /// <param name="knownAtMicros">K; null for no bound.</param>
    public ExpectedLookup Lookup(Value[] key, long atMicros, long? knownAtMicros = null) => LookupRule.Find(View, Rows, key, atMicros, knownAtMicros);

    /// <summary>The normal form, by key and valid_from.</summary>
    public IReadOnlyList<ExpectedRow> InNormalForm() => NormalForm.Of(View, Rows, FrontierMicros);

    /// <summary>The rows of the normal form in words, one a line, for messages.</summary>
    public override string ToString() => string.Join('\n', InNormalForm().Select(r => RowDisplay.Of(View, r)));
}
