namespace Lakehouse.Client.Internal;

/// <summary>Some rows of a column-major message.</summary>
/// <param name="Of">The message, or one of its columns.</param>
/// <param name="Start">The first row.</param>
/// <param name="Count">How many.</param>
internal readonly record struct Segment<T>(T Of, int Start, int Count)
{
    /// <summary>The same rows of a column.</summary>
    public Segment<TColumn> Map<TColumn>(Func<T, TColumn> column) => new(column(Of), Start, Count);
}
