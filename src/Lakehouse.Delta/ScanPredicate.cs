namespace Lakehouse.Delta;

/// <summary>A condition over columns and literals.</summary>
public abstract record ScanPredicate;

/// <summary>column op literal; op is one of = != &lt; &lt;= &gt; &gt;=.</summary>
/// <param name="Column">Column name.</param>
/// <param name="Operator">The comparison.</param>
/// <param name="Literal">bool, long, double, decimal, string, DateOnly, DateTime (UTC) or byte[]; never null.</param>
public sealed record ComparePredicate(string Column, string Operator, object Literal) : ScanPredicate;

/// <summary>column IN (literals).</summary>
/// <param name="Column">Column name.</param>
/// <param name="Literals">Literals as in <see cref="ComparePredicate"/>.</param>
public sealed record InPredicate(string Column, IReadOnlyList<object> Literals) : ScanPredicate;

/// <summary>column IS NULL.</summary>
/// <param name="Column">Column name.</param>
public sealed record IsNullPredicate(string Column) : ScanPredicate;

/// <summary>Both.</summary>
/// <param name="Left">One.</param>
/// <param name="Right">The other.</param>
public sealed record AndPredicate(ScanPredicate Left, ScanPredicate Right) : ScanPredicate;

/// <summary>Either.</summary>
/// <param name="Left">One.</param>
/// <param name="Right">The other.</param>
public sealed record OrPredicate(ScanPredicate Left, ScanPredicate Right) : ScanPredicate;

/// <summary>Not (three-valued: NULL stays NULL and does not pass).</summary>
/// <param name="Inner">The negated condition.</param>
public sealed record NotPredicate(ScanPredicate Inner) : ScanPredicate;
