namespace Lakehouse.Engine.Spark.Dialect;

/// <summary>An expression as Spark SQL text; none of it raises under ANSI.</summary>
/// <param name="Value">The value in the expression's Spark type (see <see cref="SqlText.TypeOf"/>); NULL where it overflows or is unsure.</param>
/// <param name="Overflow">A BOOLEAN, never NULL, TRUE where the value overflows; null where it cannot.</param>
/// <param name="Unsure">
/// A BOOLEAN, never NULL, TRUE where an exact intermediate value lies between 10^38 and 2^127, which Spark's decimals cannot hold and 128-bit integers can:
/// there neither value nor overflow says anything. Null where that cannot be.
/// </param>
internal sealed record SqlValue(string Value, string? Overflow, string? Unsure);
