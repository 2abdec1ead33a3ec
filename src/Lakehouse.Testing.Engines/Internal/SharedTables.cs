using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Testing.Engines.Internal;

/// <summary>Puts many histories into one silver table and one gold table a view: each is told apart by a key of its own in front of the others.</summary>
/// <remarks>
/// A run of an engine costs the same for one small history or for many, so sharing checks more cases in one time. Rows of two histories share no key, so what is right for each is
/// right for all; ids are made different without changing their order within a history.
/// </remarks>
internal static class SharedTables
{
    private const string Column = "history";
    private const int MostHistories = 1_000;

    /// <summary>The view with the history's number as its first key. It gives NULL on overflow: one history's failure would be that of all.</summary>
    internal static EntityViewDefinition Share(EntityViewDefinition view) => view with
    {
        Contract = Share(view.Contract),
        Entity = view.Entity with { Keys = [new Field($"{view.Entity.Name}_{Column}", DataType.Int64, Nullable: false), .. view.Entity.Keys] },
        Key = [new ColumnExpr(Column, DataType.Int64), .. view.Key],
        NullOnOverflow = true,
    };

    /// <summary>The history with its number in every row and in every id.</summary>
    internal static EventHistory Share(EventHistory history, int number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, MostHistories);
        var id = history.Contract.Columns.IndexOf(history.Contract.EventId);
        var isText = history.Contract.EventId.Type.Kind == TypeKind.String;
        EventChange[] Changes(IReadOnlyList<EventChange> batch) => [.. batch.Select(c => c with { Row = Row(c.Row, id, isText, number) })];
        return new(Share(history.Contract), [.. history.Batches.Select(Changes)]);
    }

    /// <summary>All histories as one, batch by batch.</summary>
    internal static EventHistory Merge(IReadOnlyList<EventHistory> histories)
    {
        var batches = histories.Max(h => h.Batches.Count);
        EventChange[] Batch(int number) => [.. histories.SelectMany(h => h.Batches.ElementAtOrDefault(number) ?? [])];
        return new(histories[0].Contract, [.. Enumerable.Range(0, batches).Select(Batch)]);
    }

    private static ContractDefinition Share(ContractDefinition contract) => contract with
    {
        Source = contract.Source with { Columns = [.. contract.Source.Columns, new Field(Column, DataType.Int64)] },
        Columns = [.. contract.Columns, new ContractColumn(Column, DataType.Int64, Nullable: false, ColumnRole.Value, new ColumnExpr(Column, DataType.Int64))],
    };

    private static Value[] Row(Value[] row, int id, bool isText, int number)
    {
        Value[] shared = [.. row, Value.Int64(number)];
        shared[id] = isText ? Value.String($"{number:D3}.{row[id].AsString}") : Value.Int64((row[id].AsInt64 * MostHistories) + number);
        return shared;
    }
}
