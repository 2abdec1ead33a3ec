namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>The notes that syncs leave for each other.</summary>
internal sealed class NoteTable(CassandraLink link, Requests requests, CassandraOnlineOptions options)
{
    private const int MostRounds = 100;
    private readonly string table = $"{options.Keyspace}.{Cql.Notes}";

    public async Task<string?> ReadAsync(string view, string name, CancellationToken ct)
    {
        try
        {
            var statement = await link.PrepareAsync($"SELECT value FROM {table} WHERE view_name = ? AND name = ?", ct);
            foreach (var row in await requests.PersistAsync(requests.SerialRead(statement, view, name), $"read a note of {view}", ct)) return row.GetValue<string?>(0);
            return null;
        }
        catch (OnlineStoreException e) when (CassandraErrors.IsMissingTable(e))
        {
            return null;
        }
    }

    /// <summary>Replaces a note that reads as expected.</summary>
    /// <exception cref="OnlineStoreException">The cluster cannot decide it, or its answer was lost and the note has changed since.</exception>
    public async Task<bool> ReplaceAsync(string view, string name, string? expected, string? value, CancellationToken ct)
    {
        var doing = $"write a note of {view}";
        var began = false;
        for (var round = 0; round < MostRounds; round++)
        {
            try
            {
                var statement = await link.PrepareAsync($"UPDATE {table} SET value = ? WHERE view_name = ? AND name = ? IF value = ?", ct);
                var applied = (await requests.ReadAsync(requests.CompareAndSet(statement, value, view, name, expected), doing, ct)).First().GetValue<bool>(0);
                if (applied || !began) return applied;
            }
            catch (OnlineStoreException e) when (e.IsTransient && round < MostRounds - 1)
            {
                // The answer is lost; what was decided is not.
                began = true;
            }

            var now = await ReadAsync(view, name, ct);
            if (now == value) return true;
            if (now != expected) break;
        }

        throw CassandraErrors.OutcomeUnknown(link.Name, doing);
    }
}
