using Lakehouse.Catalog.Events;
using Lakehouse.Delta;

namespace Lakehouse.Pipelines.Internal.Push;

/// <summary>Requests that share a commit: which of their events are new is decided anew for each version that the commit is tried at.</summary>
internal sealed class PushBatch(IReadOnlyList<PendingPush> requests)
{
    private readonly List<(PendingPush Request, int Row)> accepted = [];
    private readonly int[] acceptedOf = new int[requests.Count];
    private readonly int[] duplicatesOf = new int[requests.Count];
    private readonly List<EventRejection>[] rejectedOf = [.. requests.Select(_ => new List<EventRejection>())];
    private EventKey[] keys = [];

    public IReadOnlyList<PendingPush> Requests => requests;

    /// <summary>The events to be written, in order of arrival.</summary>
    public IReadOnlyList<(PendingPush Request, int Row)> Accepted => accepted;

    /// <summary>Their ids.</summary>
    public EventKey[] Keys => keys;

    /// <summary>Decides on what is known of the version before the commit's.</summary>
    /// <param name="known">The events of that version.</param>
    /// <param name="schema">Bronze's schema with the columns of all contracts of the batch.</param>
    public void Decide(KnownEvents known, TableSchema schema)
    {
        accepted.Clear();
        Array.Clear(acceptedOf);
        Array.Clear(duplicatesOf);
        foreach (var rejected in rejectedOf) rejected.Clear();
        var own = new Dictionary<UInt128, ulong>();
        var layouts = requests.Select(r => r.Events.Plan).Distinct().ToDictionary(p => p, p => new BronzeColumns(p, schema));
        for (var i = 0; i < requests.Count; i++)
        {
            for (var row = 0; row < requests[i].Events.Count; row++)
            {
                if (!requests[i].Events.IsRejected(row)) Decide(i, row, layouts[requests[i].Events.Plan], known, own);
            }
        }

        keys = [.. accepted.Select(a => a.Request.Events.Key(a.Row))];
    }

    /// <summary>Answers all requests.</summary>
    /// <param name="version">A version that holds all events that were accepted, or were there already.</param>
    public void Complete(long version)
    {
        for (var i = 0; i < requests.Count; i++)
        {
            var durable = acceptedOf[i] + duplicatesOf[i] > 0;
            requests[i].Complete(new(durable ? version : null, acceptedOf[i], duplicatesOf[i], [.. requests[i].Events.Rejections.Concat(rejectedOf[i]).OrderBy(r => r.Event)]));
        }
    }

    public void Fail(Exception cause)
    {
        foreach (var request in requests) request.Fail(cause);
    }

    private void Decide(int request, int row, BronzeColumns layout, KnownEvents known, Dictionary<UInt128, ulong> own)
    {
        var events = requests[request].Events;
        var key = events.Key(row);
        if (layout.UnfitIn(events.Rows[row]) is { } column)
            rejectedOf[request].Add(new(row, RejectionReason.BadValue, column, "The column of bronze is too narrow for the value."));
        else if (!own.TryGetValue(key.Id, out var content) && !known.TryGet(key.Id, out content))
        {
            own[key.Id] = key.Content;
            accepted.Add((requests[request], row));
            acceptedOf[request]++;
        }
        else if (content == key.Content) duplicatesOf[request]++;
        else rejectedOf[request].Add(new(row, RejectionReason.IdTaken, "", "An event of this id was pushed before with other content, which stays in force."));
    }
}
