namespace Lakehouse.Features;

/// <summary>A named, typed column of a raw record, a contract, a gold table or a request.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Type">The column's type.</param>
/// <param name="Nullable">False where a row without the value is refused.</param>
public sealed record Field(string Name, DataType Type, bool Nullable = true);
