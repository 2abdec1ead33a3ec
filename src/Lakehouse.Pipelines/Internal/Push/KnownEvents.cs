using Lakehouse.Delta;
using Lakehouse.Pipelines.Push;

namespace Lakehouse.Pipelines.Internal.Push;

/// <summary>The newest pushed events of a source by their ids, up to one version of bronze.</summary>
/// <remarks>
/// 1. At first the commits of the log are read from the newest back, until enough events or commits are known; later only those that came since.
/// 2. What is known of a version is exactly what its log says, whoever wrote it: a decision on it is right for a commit of the very next version, and for no other.
/// 3. The oldest commits are forgotten when the events are too many.
/// </remarks>
internal sealed class KnownEvents(DeltaTable bronze, PushOptions options)
{
    private readonly Dictionary<UInt128, ulong> contents = [];
    private readonly Queue<EventKey[]> commits = [];
    private int events;

    /// <summary>The version up to which the log is known; −1 while there is no table.</summary>
    public long Version { get; private set; } = -1;

    /// <summary>The content of an event with this id.</summary>
    public bool TryGet(UInt128 id, out ulong content) => contents.TryGetValue(id, out content);

    /// <summary>Reads what came up to a snapshot's version.</summary>
    /// <exception cref="DeltaException">The log cannot be read.</exception>
    public async Task FollowAsync(Snapshot? snapshot, CancellationToken ct)
    {
        var newest = snapshot?.Version ?? -1;
        if (newest < Version) Forget();
        if (newest == Version) return;
        if (Version < 0) await ReadBackAsync(newest, ct);
        else
        {
            var came = new List<EventKey[]>();
            await foreach (var commit in bronze.GetCommitsAsync(Version + 1, newest, ct)) came.Add(PushedIds.Of(commit));
            foreach (var keys in came) Add(keys);
        }

        Version = newest;
    }

    /// <summary>Takes note of the next version, which this process committed.</summary>
    public void Committed(long version, EventKey[] keys)
    {
        Add(keys);
        Version = version;
    }

    private async Task ReadBackAsync(long newest, CancellationToken ct)
    {
        var found = new Stack<EventKey[]>();
        var count = 0;
        await foreach (var commit in bronze.GetHistoryAsync(ct))
        {
            // One that came meanwhile is read with the next version.
            if (commit.Version > newest || PushedIds.Of(commit) is not { Length: > 0 } keys) continue;
            found.Push(keys);
            if ((count += keys.Length) >= options.RememberedEvents || found.Count >= options.RememberedCommits) break;
        }

        foreach (var keys in found) Add(keys);
    }

    private void Add(EventKey[] keys)
    {
        if (keys.Length == 0) return;
        commits.Enqueue(keys);
        events += keys.Length;
        foreach (var key in keys) contents[key.Id] = key.Content;
        while (events > options.RememberedEvents && commits.Count > 1)
        {
            var oldest = commits.Dequeue();
            events -= oldest.Length;
            // An id that came again later keeps its newest content.
            foreach (var key in oldest)
            {
                if (contents.TryGetValue(key.Id, out var content) && content == key.Content) contents.Remove(key.Id);
            }
        }
    }

    // Another table stands in its place.
    private void Forget()
    {
        contents.Clear();
        commits.Clear();
        (events, Version) = (0, -1);
    }
}
