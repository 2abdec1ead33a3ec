using Google.Protobuf;
using Google.Protobuf.Collections;

namespace Lakehouse.Client.Internal;

/// <summary>Puts rows of column-major messages one below the other.</summary>
internal static class Segments
{
    /// <summary>Adds the rows of a repeated field; a field without elements holds no values.</summary>
    public static void Add<T>(this RepeatedField<T> to, IReadOnlyList<Segment<RepeatedField<T>>> from)
    {
        foreach (var (field, start, count) in from)
        {
            if (field.Count == 0) continue;
            if (start == 0 && count == field.Count) to.AddRange(field);
            else to.AddRange(field.Skip(start).Take(count));
        }
    }

    /// <summary>One byte per row; no bytes stand for zeros, and zeros only for no bytes where none had any.</summary>
    public static ByteString Join(IReadOnlyList<Segment<ByteString>> from)
    {
        if (from.All(s => s.Of.IsEmpty)) return ByteString.Empty;
        var bytes = new byte[from.Sum(s => s.Count)];
        var end = 0;
        foreach (var (field, start, count) in from)
        {
            if (!field.IsEmpty) field.Span.Slice(start, count).CopyTo(bytes.AsSpan(end));
            end += count;
        }

        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    /// <summary>The same rows of a column of each message.</summary>
    public static Segment<TColumn>[] Map<T, TColumn>(this IReadOnlyList<Segment<T>> from, Func<T, TColumn> column) => [.. from.Select(s => s.Map(column))];
}
