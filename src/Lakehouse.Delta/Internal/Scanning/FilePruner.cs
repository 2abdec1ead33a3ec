namespace Lakehouse.Delta.Internal.Scanning;

/// <summary>Tells files that provably hold no row of interest.</summary>
/// <remarks>
/// 1. A condition is pushed down to its leaves, negations into them; a conjunction is impossible when a side is, a disjunction when both are.
/// 2. A leaf is impossible when the file's bounds of its column exclude every row; a column without usable bounds never excludes.
/// 3. NULL meets no comparison, so a file whose column is all NULL fails every comparison, negated ones too.
/// </remarks>
/// <param name="snapshot">The snapshot whose files are judged.</param>
internal sealed class FilePruner(Snapshot snapshot)
{
    private readonly PhysicalColumns physical = new(snapshot);
    private readonly Dictionary<string, PrunedColumn?> columns = [];

    /// <summary>False only when no row of the file can meet the condition.</summary>
    public bool MayMatch(DataFile file, ScanPredicate predicate) => MayBe(file, predicate, wanted: true);

    private bool MayBe(DataFile file, ScanPredicate predicate, bool wanted) => predicate switch
    {
        NotPredicate p => MayBe(file, p.Inner, !wanted),
        AndPredicate p when wanted => MayBe(file, p.Left, wanted) && MayBe(file, p.Right, wanted),
        AndPredicate p => MayBe(file, p.Left, wanted) || MayBe(file, p.Right, wanted),
        OrPredicate p when wanted => MayBe(file, p.Left, wanted) || MayBe(file, p.Right, wanted),
        OrPredicate p => MayBe(file, p.Left, wanted) && MayBe(file, p.Right, wanted),
        IsNullPredicate p => Bounds(file, p.Column) is var bounds && (wanted ? bounds.MayHaveNulls : bounds.MayHaveValues),
        ComparePredicate p => MayCompare(Bounds(file, p.Column), wanted ? p.Operator : Opposite(p.Operator), p.Literal),
        CompareColumnsPredicate p => Bounds(file, p.Left).MayHaveValues && Bounds(file, p.Right).MayHaveValues,
        LikePredicate p => Bounds(file, p.Column) is var bounds && bounds.MayHaveValues && (!wanted || LikePrefix.MayMatch(bounds, p)),
        ConstantPredicate p => p.Value == wanted,
        InPredicate p when wanted => p.Literals.Any(l => MayCompare(Bounds(file, p.Column), "=", l)),
        InPredicate p => p.Literals.All(l => MayCompare(Bounds(file, p.Column), "!=", l)),
        _ => true,
    };

    private ColumnBounds Bounds(DataFile file, string name)
    {
        if (!columns.TryGetValue(name, out var column)) columns[name] = column = Find(name);
        return column is null ? ColumnBounds.Unknown : column.Bounds(file);
    }

    /// <summary>Null when nothing is known of the column's values.</summary>
    private PrunedColumn? Find(string name)
    {
        var reference = PredicateSql.Reference(name, snapshot);
        var column = reference.Column;
        if (reference.IsNested || column.Type is not PrimitiveType type) return null;
        return new PrunedColumn(type, physical.Name(column), physical.IsPartition(column), TypeChanges.WasFloat(column));
    }

    private static bool MayCompare(ColumnBounds bounds, string comparison, object literal)
    {
        if (!bounds.MayHaveValues) return false;
        if (bounds.CompareMin(literal) is not { } min || bounds.CompareMax(literal) is not { } max) return true;
        if (bounds.MayHoldNaN && comparison is (">" or ">=")) return true;
        return comparison switch
        {
            "=" => min <= 0 && max >= 0,
            "!=" => !bounds.IsExact || min != 0 || max != 0,
            "<" => min < 0,
            "<=" => min <= 0,
            ">" => max > 0,
            ">=" => max >= 0,
            _ => true,
        };
    }

    private static string Opposite(string comparison) => comparison switch
    {
        "=" => "!=",
        "!=" => "=",
        "<" => ">=",
        "<=" => ">",
        ">" => "<=",
        ">=" => "<",
        _ => comparison,
    };
}
