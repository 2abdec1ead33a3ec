using Lakehouse.Catalog.Events;
using Lakehouse.Features;

namespace Lakehouse.Serving.Internal.Push;

/// <summary>Turns the columns of a request into values; what is wrong with all events at once is INVALID_ARGUMENT and names the column.</summary>
internal static class PushReader
{
    public static IReadOnlyList<EventColumn> Read(V1.PushRequest request, int maxEvents)
    {
        var columns = new List<EventColumn>(request.Columns.Count);
        foreach (var column in request.Columns)
        {
            if (columns.Exists(c => c.Name == column.Name)) throw GrpcErrors.Invalid($"Column {Short(column.Name)} is given twice.");
            columns.Add(Read(column));
        }

        if (columns.Find(c => c.Values.Length != columns[0].Values.Length) is { } other)
            throw GrpcErrors.Invalid($"Column {Short(other.Name)} has {other.Values.Length} values where column {Short(columns[0].Name)} has {columns[0].Values.Length}: one per event.");
        return columns.Count == 0 || columns[0].Values.Length <= maxEvents ? columns : throw GrpcErrors.TooManyRows(columns[0].Values.Length, maxEvents);
    }

    /// <summary>The number of events, before anything is checked.</summary>
    public static int Count(V1.PushRequest request) => request.Columns is [var c, ..]
        ? c.Strings.Count + c.Integers.Count + c.Doubles.Count + c.Bools.Count + c.Binaries.Count + c.DoubleLists.Count
        : 0;

    private static EventColumn Read(V1.InputColumn column)
    {
        (EventForm Form, int Count, Func<int, Value> At)[] given =
        [
            (EventForm.Text, column.Strings.Count, i => Value.String(column.Strings[i])),
            (EventForm.Integer, column.Integers.Count, i => Value.Int64(column.Integers[i])),
            (EventForm.Double, column.Doubles.Count, i => Value.Double(column.Doubles[i])),
            (EventForm.Bool, column.Bools.Count, i => Value.Bool(column.Bools[i])),
            (EventForm.Binary, column.Binaries.Count, i => Value.Binary(column.Binaries[i].ToByteArray())),
            (EventForm.DoubleList, column.DoubleLists.Count, i => List(column, column.DoubleLists[i])),
        ];
        if (given.Count(g => g.Count > 0) > 1) throw GrpcErrors.Invalid($"Column {Short(column.Name)} has values of two types; give those of its own.");
        var (form, count, at) = given.FirstOrDefault(g => g.Count > 0, given[0]);
        if (!column.Nulls.IsEmpty && column.Nulls.Length != count)
            throw GrpcErrors.Invalid($"Column {Short(column.Name)} has {count} values and {column.Nulls.Length} null marks.");
        var values = new Value[count];
        for (var i = 0; i < count; i++) values[i] = !column.Nulls.IsEmpty && column.Nulls[i] != 0 ? Value.Null : at(i);
        return new(column.Name, form, values, (int)Math.Min(column.Scale, int.MaxValue));
    }

    private static Value List(V1.InputColumn column, V1.DoubleList list)
    {
        if (list.Nulls.Length != 0 && list.Nulls.Length != list.Values.Count)
            throw GrpcErrors.Invalid($"A list of column {Short(column.Name)} has {list.Values.Count} values and {list.Nulls.Length} null marks.");
        return Value.DoubleList([.. list.Values.Select((x, i) => list.Nulls.Length > 0 && list.Nulls[i] != 0 ? (double?)null : x)]);
    }

    private static string Short(string name) => name.Length <= 64 ? name : name[..64] + "…";
}
