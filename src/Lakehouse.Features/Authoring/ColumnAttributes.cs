namespace Lakehouse.Features;

/// <summary>Marks the contract's unique event id: text or an integer, never null.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class EventIdAttribute : Attribute;

/// <summary>Marks when the event happened: a <see cref="DateTimeOffset"/>, never null.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class EventTimeAttribute : Attribute;

/// <summary>The unit of a column's values, for people.</summary>
/// <param name="unit">For example <c>min</c>.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class UnitAttribute(string unit) : Attribute
{
    /// <summary>The unit.</summary>
    public string Unit { get; } = unit;
}

/// <summary>The column's name where it is not the property's: silver's in a contract, the source's own in a raw record.</summary>
/// <param name="name">The name.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class ColumnAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}

/// <summary>Digits of a C# <see cref="decimal"/>, which every decimal column must state.</summary>
/// <param name="precision">All digits, 1 to 18.</param>
/// <param name="scale">Digits after the point, 0 to <paramref name="precision"/>.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class DecimalAttribute(int precision, int scale) : Attribute
{
    /// <summary>All digits.</summary>
    public int Precision { get; } = precision;

    /// <summary>Digits after the point.</summary>
    public int Scale { get; } = scale;
}

/// <summary>What a contract or a column means, for people.</summary>
/// <param name="text">A sentence.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class DescriptionAttribute(string text) : Attribute
{
    /// <summary>The text.</summary>
    public string Text { get; } = text;
}
