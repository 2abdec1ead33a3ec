using Lakehouse.Delta;

namespace Lakehouse.Pipelines.Internal.Push;

/// <summary>The ids of events in the metadata of the commit that brought them.</summary>
internal static class PushedIds
{
    private const string Prefix = "pushed:1:";

    /// <summary>The text kept with a commit.</summary>
    public static string Write(IReadOnlyList<EventKey> keys)
    {
        var bytes = new byte[keys.Count * EventKey.Bytes];
        for (var i = 0; i < keys.Count; i++) keys[i].Write(bytes.AsSpan(i * EventKey.Bytes));
        return Prefix + Convert.ToBase64String(bytes);
    }

    /// <summary>The ids of a commit's events; none where it brought none by push.</summary>
    public static EventKey[] Of(CommitInfo commit)
    {
        if (commit.UserMetadata is not { } text || !text.StartsWith(Prefix, StringComparison.Ordinal)) return [];
        var bytes = Convert.FromBase64String(text[Prefix.Length..]);
        var keys = new EventKey[bytes.Length / EventKey.Bytes];
        for (var i = 0; i < keys.Length; i++) keys[i] = EventKey.Read(bytes.AsSpan(i * EventKey.Bytes));
        return keys;
    }
}
