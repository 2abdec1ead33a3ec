using Lakehouse.Features;
using Lakehouse.Testing.Internal.Interpretation;

namespace Lakehouse.Testing;

/// <summary>Order and equality of keys as typed tuples: text by UTF-8 bytes, everything else by its number.</summary>
/// <param name="types">The types of the key columns.</param>
public sealed class KeyOrder(IReadOnlyList<DataType> types) : IComparer<Value[]>, IEqualityComparer<Value[]>
{
    /// <summary>The order of an entity's keys.</summary>
    public static KeyOrder Of(IEnumerable<Field> keys) => new([.. keys.Select(k => k.Type)]);

    /// <inheritdoc/>
    public int Compare(Value[]? x, Value[]? y)
    {
        if (x is null || y is null) return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        for (var i = 0; i < types.Count; i++)
        {
            var order = types[i].Kind == TypeKind.String ? Comparison.ByUtf8(x[i].AsString, y[i].AsString) : x[i].AsInt64.CompareTo(y[i].AsInt64);
            if (order != 0) return order;
        }

        return 0;
    }

    /// <inheritdoc/>
    public bool Equals(Value[]? x, Value[]? y) => x.AsSpan().SequenceEqual(y);

    /// <inheritdoc/>
    public int GetHashCode(Value[] obj) => obj.Aggregate(obj.Length, HashCode.Combine);
}
