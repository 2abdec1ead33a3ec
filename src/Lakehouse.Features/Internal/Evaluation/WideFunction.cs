namespace Lakehouse.Features.Internal.Evaluation;

/// <summary>A compiled int64 or decimal expression in 128 bits: the unscaled integer at the expression's scale.</summary>
/// <returns>False for NULL.</returns>
internal delegate bool WideFunction(ReadOnlySpan<Value> row, out Int128 value);
