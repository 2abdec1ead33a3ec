using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Testing;

/// <summary>Batches of arriving rows, oldest first.</summary>
/// <param name="Contract">Their contract.</param>
/// <param name="Batches">Rows in order of arrival; for one id the last one wins.</param>
public sealed record EventHistory(ContractDefinition Contract, IReadOnlyList<IReadOnlyList<EventChange>> Batches)
{
    /// <summary>Silver after the first <paramref name="batches"/> batches, by default after all.</summary>
    public IReadOnlyList<Value[]> Silver(int? batches = null)
    {
        var id = Contract.Schema.Select(f => f.Name).ToList().IndexOf(Contract.EventId.Name);
        var rows = new Dictionary<Value, Value[]>();
        foreach (var change in Batches.Take(batches ?? Batches.Count).SelectMany(b => b))
        {
            if (change.Deleted) rows.Remove(change.Row[id]);
            else rows[change.Row[id]] = change.Row;
        }

        return [.. rows.Values];
    }

    /// <summary>The greatest event time of the first batches; the epoch where there is none.</summary>
    public long NewestEventMicros(int? batches = null)
    {
        var time = Contract.Schema.Select(f => f.Name).ToList().IndexOf(Contract.EventTime.Name);
        return Batches.Take(batches ?? Batches.Count).SelectMany(b => b).Select(c => c.Row[time].AsInt64).DefaultIfEmpty(0).Max();
    }
}
