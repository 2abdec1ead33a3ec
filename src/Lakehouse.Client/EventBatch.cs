using Google.Protobuf;
using Lakehouse.Serving.V1;

namespace Lakehouse.Client;

/// <summary>Events of one contract to be pushed: columns of its raw record with one element per event. The event id is the contract's.</summary>
/// <remarks>
/// Elements are string, bool, long (or int), double, decimal, <see cref="DateTimeOffset"/>, <see cref="DateOnly"/>, byte[], double?[] or null, one type a column. A column of any type
/// may also be given as strings, in the form that source files have.
/// </remarks>
public sealed class EventBatch
{
    /// <summary>Starts a batch without columns.</summary>
    /// <param name="contract">The contract, <c>name@N</c>.</param>
    public EventBatch(string contract) => Request = new() { Contract = contract };

    internal PushRequest Request { get; }

    /// <summary>Adds a column.</summary>
    /// <param name="name">Its name in the contract's raw record, or that in snake case.</param>
    /// <param name="values">One value per event.</param>
    /// <exception cref="ArgumentException">The values are not of one of the types above.</exception>
    public EventBatch Column<T>(string name, params T[] values)
    {
        Request.Columns.Add(FeatureQuery.Column(name, values));
        return this;
    }

    /// <summary>Adds a column of bytes.</summary>
    public EventBatch Column(string name, params byte[]?[] values) => Add(name, values, column => column.Binaries.AddRange(values.Select(v => ByteString.CopyFrom(v ?? []))));

    /// <summary>Adds a column of lists of doubles.</summary>
    public EventBatch Column(string name, params double?[]?[] values) => Add(name, values, column => column.DoubleLists.AddRange(values.Select(List)));

    private EventBatch Add<T>(string name, T?[] values, Action<InputColumn> fill)
        where T : class
    {
        var column = new InputColumn { Name = name };
        if (Array.Exists(values, v => v is null)) column.Nulls = ByteString.CopyFrom([.. values.Select(v => v is null ? (byte)1 : (byte)0)]);
        fill(column);
        Request.Columns.Add(column);
        return this;
    }

    private static DoubleList List(double?[]? items)
    {
        var list = new DoubleList();
        list.Values.AddRange((items ?? []).Select(x => x ?? 0));
        if (items is not null && Array.Exists(items, x => x is null)) list.Nulls = ByteString.CopyFrom([.. items.Select(x => x is null ? (byte)1 : (byte)0)]);
        return list;
    }
}
