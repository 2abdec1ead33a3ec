using Lakehouse.Delta.Internal.Predicates;

namespace Lakehouse.Delta;

/// <summary>
/// A condition over columns and literals, three-valued as SQL's: NULL does not pass. A column stands by its name, ignoring case; a field inside a struct by its path, <c>a.b</c>, each
/// part in backticks where it has a dot.
/// </summary>
public abstract record ScanPredicate
{
    /// <summary>Reads a SQL condition; literals take the type of the column that they are compared with.</summary>
    /// <remarks>
    /// Comparisons (= == != &lt;&gt; &lt; &lt;= &gt; &gt;= &lt;=&gt;) of a column with a literal or a column, [NOT] IN, [NOT] BETWEEN, [NOT] LIKE … [ESCAPE …], IS [NOT] NULL,
    /// IS [NOT] DISTINCT FROM, TRUE, FALSE, boolean columns, AND, OR, NOT, parentheses. Names may be quoted by " or `. Literals: numbers, 'text', TRUE, FALSE, DATE '…', TIMESTAMP '…',
    /// TIMESTAMPTZ '…', TIMESTAMP_NTZ '…' (a time without a zone is UTC), X'00FF', and 'NaN' or '±Infinity' for floating columns.
    /// </remarks>
    /// <param name="text">The condition.</param>
    /// <param name="schema">The columns it may name.</param>
    /// <exception cref="DeltaException">Code <see cref="DeltaErrorCode.InvalidCondition"/>; the message names the position.</exception>
    public static ScanPredicate Parse(string text, TableSchema schema) => PredicateParser.Parse(text, schema);
}

/// <summary>column op literal; op is one of = != &lt; &lt;= &gt; &gt;=.</summary>
/// <param name="Column">Column name.</param>
/// <param name="Operator">The comparison.</param>
/// <param name="Literal">bool, long, double, decimal, <see cref="WideDecimal"/>, string, DateOnly, DateTime (UTC) or byte[]; never null.</param>
public sealed record ComparePredicate(string Column, string Operator, object Literal) : ScanPredicate;

/// <summary>column op column; op is one of = != &lt; &lt;= &gt; &gt;=.</summary>
/// <param name="Left">Column name.</param>
/// <param name="Operator">The comparison.</param>
/// <param name="Right">Column name.</param>
public sealed record CompareColumnsPredicate(string Left, string Operator, string Right) : ScanPredicate;

/// <summary>column IN (literals); without literals it is false, or NULL where the column is.</summary>
/// <param name="Column">Column name.</param>
/// <param name="Literals">Literals as in <see cref="ComparePredicate"/>.</param>
public sealed record InPredicate(string Column, IReadOnlyList<object> Literals) : ScanPredicate;

/// <summary>column IS NULL.</summary>
/// <param name="Column">Column name.</param>
public sealed record IsNullPredicate(string Column) : ScanPredicate;

/// <summary>column LIKE pattern: % stands for any text, _ for one character.</summary>
/// <param name="Column">Column name, of type string.</param>
/// <param name="Pattern">The pattern.</param>
/// <param name="Escape">The character before a % or _ that stands for itself, or null.</param>
public sealed record LikePredicate(string Column, string Pattern, char? Escape = null) : ScanPredicate;

/// <summary>The same for every row.</summary>
/// <param name="Value">True, false, or null for NULL.</param>
public sealed record ConstantPredicate(bool? Value) : ScanPredicate;

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

/// <summary>A decimal literal of more than 28 digits.</summary>
/// <param name="Text">Its digits, sign and point; at most 38 digits.</param>
public sealed record WideDecimal(string Text);
