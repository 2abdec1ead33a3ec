namespace Lakehouse.Features;

/// <summary>A constant as the rules of the language look at it; the analyzer never evaluates.</summary>
/// <param name="Content">A long, a double, text, or null for SQL's NULL.</param>
public readonly record struct Value(object? Content)
{
    internal static Value Null => default;

    internal bool IsNull => Content is null;

    internal long AsInt64 => Content is long number ? number : 0;

    internal double AsDouble => Content is double number ? number : 0;

    internal string AsString => Content as string ?? "";

    internal static Value Bool(bool value) => new(value ? 1L : 0L);

    internal static Value Int64(long value) => new(value);

    internal static Value Double(double value) => new(value);

    internal static Value String(string? value) => new(value);
}
