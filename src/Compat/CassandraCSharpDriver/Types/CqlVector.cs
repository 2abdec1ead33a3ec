using System.Collections;

namespace Cassandra;

/// <summary>A value of a vector column: a fixed number of elements, none of which is null.</summary>
public sealed class CqlVector<T> : IReadOnlyCollection<T>, IEquatable<CqlVector<T>>
{
    private readonly T[] elements;

    /// <summary>A vector around these elements, which it does not copy.</summary>
    public CqlVector(params T[] elements) => this.elements = elements;

    /// <summary>How many elements it has.</summary>
    public int Count => elements.Length;

    /// <summary>An element by its place.</summary>
    public T this[int index]
    {
        get => elements[index];
        set => elements[index] = value;
    }

    /// <summary>A vector around an array.</summary>
    public static implicit operator CqlVector<T>(T[] elements) => new(elements);

    /// <summary>The elements themselves, not a copy.</summary>
    public T[] AsArray() => elements;

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => elements.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(CqlVector<T>? other) => other is not null && elements.AsSpan().SequenceEqual(other.elements);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CqlVector<T>);

    /// <inheritdoc/>
    public override int GetHashCode() => elements.Aggregate(elements.Length, HashCode.Combine);
}
