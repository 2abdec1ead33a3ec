namespace Lakehouse.Delta.Internal.Scanning.Footers;

/// <summary>How a value is read: the type asked of DuckDB's reader, and what makes the logical value of it.</summary>
/// <param name="Type">The type to ask for; members of structs by their names in the file.</param>
/// <param name="Convert">SQL of the logical value from SQL of the read one and the depth of enclosing lambdas; null when they are equal.</param>
internal sealed record ValuePlan(string Type, Func<string, int, string>? Convert = null)
{
    /// <summary>The logical value.</summary>
    public string Of(string value, int depth = 0) => Convert is null ? value : Convert(value, depth);
}
