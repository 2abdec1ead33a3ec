using Lakehouse.Catalog.Events;
using Lakehouse.Features;

namespace Lakehouse.Pipelines.Internal.Push;

/// <summary>The events of one request as rows of the raw record, those that are wrong by themselves rejected already.</summary>
internal sealed class PushedEvents
{
    private readonly EventRejection?[] rejections;
    private readonly EventKey[] keys;

    private PushedEvents(PushPlan plan, int count)
    {
        Plan = plan;
        Rows = new Value[count][];
        for (var i = 0; i < count; i++) Rows[i] = new Value[plan.Columns.Length];
        rejections = new EventRejection?[count];
        keys = new EventKey[count];
    }

    public PushPlan Plan { get; }

    public Value[][] Rows { get; }

    public int Count => Rows.Length;

    public IReadOnlyList<EventRejection> Rejections => [.. rejections.OfType<EventRejection>()];

    public EventKey Key(int row) => keys[row];

    public bool IsRejected(int row) => rejections[row] is not null;

    /// <exception cref="EventSinkException">Two columns are the same one.</exception>
    public static PushedEvents Read(PushPlan plan, IReadOnlyList<EventColumn> columns)
    {
        var events = new PushedEvents(plan, columns.Count == 0 ? 0 : columns[0].Values.Length);
        var given = new bool[plan.Columns.Length];
        foreach (var column in columns)
        {
            var position = plan.Find(column.Name);
            if (position < 0) events.RefuseColumn(column);
            else if (given[position])
                throw new EventSinkException(EventSinkFailure.BadColumns, $"Column {plan.Columns[position].Name} of contract {plan.Name} is given twice under two spellings.");
            else events.Fill(position, column);
            if (position >= 0) given[position] = true;
        }

        for (var row = 0; row < events.Count; row++) events.Identify(row);
        return events;
    }

    /// <summary>Rejects an event; the first reason stands.</summary>
    public void Reject(int row, RejectionReason reason, string column, string message) => rejections[row] ??= new(row, reason, column, message);

    private void RefuseColumn(EventColumn column)
    {
        for (var row = 0; row < Count; row++)
        {
            if (!column.Values[row].IsNull)
                Reject(row, RejectionReason.UnknownColumn, column.Name, $"Contract {Plan.Name} has no raw column of this name; it has {string.Join(", ", Plan.Columns.Select(c => c.Name))}.");
        }
    }

    private void Fill(int position, EventColumn column)
    {
        var reader = new ColumnReader(Plan, Plan.Columns[position], column);
        for (var row = 0; row < Count; row++)
        {
            if (column.Values[row].IsNull) continue;
            if (reader.TryRead(column.Values[row], out Rows[row][position])) continue;
            Rows[row][position] = Value.Null;
            Reject(row, RejectionReason.BadValue, Plan.Columns[position].Name, $"The value is no {Plan.Columns[position].Type}, or none that the source can hold.");
        }
    }

    private void Identify(int row)
    {
        if (IsRejected(row)) return;
        if (Plan.MissingIn(Rows[row]) is { } missing) Reject(row, RejectionReason.MissingValue, missing, "The contract requires a value.");
        else if (Plan.KeyOf(Rows[row]) is { } key) keys[row] = key;
        else Reject(row, RejectionReason.MissingId, "", $"The event id ({Plan.Contract.EventId.Name}) has no value for this event.");
    }
}
