using Lakehouse.Delta;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>Bounds of event ids, texts by <see cref="Utf8Order"/>.</summary>
/// <param name="EventId">The column of the ids; bounds are kept of text and integers.</param>
/// <param name="Min">The least id; NULL where there is none.</param>
/// <param name="Max">The greatest id; NULL where there is none.</param>
internal readonly record struct IdRange(ContractColumn EventId, Value Min, Value Max)
{
    /// <summary>No id.</summary>
    public static IdRange None(ContractColumn eventId) => new(eventId, Value.Null, Value.Null);

    /// <summary>The bounds with one more id.</summary>
    public IdRange With(Value id)
    {
        if (id.IsNull || EventId.Type.Kind is not (TypeKind.String or TypeKind.Int64)) return this;
        return this with { Min = Min.IsNull || Compare(id, Min) < 0 ? id : Min, Max = Max.IsNull || Compare(id, Max) > 0 ? id : Max };
    }

    /// <summary>The bounds of the ids of both.</summary>
    public IdRange With(IdRange other) => With(other.Min).With(other.Max);

    /// <summary>A scan that leaves out files without an id within the bounds; all of it where there are none.</summary>
    public Scan Prune(Scan scan)
    {
        if (Min.IsNull) return scan;
        return scan.Where(new ComparePredicate(EventId.Name, ">=", Literal(Min))).Where(new ComparePredicate(EventId.Name, "<=", Literal(Max)));
    }

    private bool IsText => EventId.Type.Kind == TypeKind.String;

    private object Literal(Value value) => IsText ? value.AsString : value.AsInt64;

    private int Compare(Value left, Value right) => IsText ? Utf8Order.Comparer.Compare(left.AsString, right.AsString) : left.AsInt64.CompareTo(right.AsInt64);
}
