using Lakehouse.Delta.Changes;

namespace Lakehouse.Delta.Internal.Changes;

/// <summary>Turns a range's ends into versions.</summary>
/// <param name="table">The table.</param>
internal sealed class RangeResolver(DeltaTable table)
{
    /// <summary>The first and last version.</summary>
    /// <exception cref="DeltaException">The range is empty or lies outside the table's versions.</exception>
    /// <exception cref="ArgumentException">An end is given twice, or there is no first.</exception>
    public async Task<(long From, long To)> ResolveAsync(ChangeRange range, CancellationToken ct)
    {
        if (range is { FromVersion: null, FromTimestamp: null } or { FromVersion: not null, FromTimestamp: not null } or { ToVersion: not null, ToTimestamp: not null })
            throw new ArgumentException("A range has one beginning and at most one end, each a version or an instant.", nameof(range));
        var newest = (await table.Log.LoadAsync(version: null, ct)).Version;
        var from = range.FromVersion ?? await FirstSinceAsync(range.FromTimestamp!.Value, newest, ct);
        var to = range.ToTimestamp is { } end ? await new History(table).VersionAtAsync(end.ToUnixTimeMilliseconds(), ct) : range.ToVersion ?? newest;
        if (from < 0 || from > newest) throw NoVersion($"Table '{table.Path}' has no version {from}; its newest is {newest}.");
        if (to > newest) throw NoVersion($"Table '{table.Path}' has no version {to}; its newest is {newest}.");
        if (from > to) throw NoVersion($"Table '{table.Path}': the changes of versions {from} to {to} are none, for the range ends before it begins.");
        return (from, to);
    }

    private async Task<long> FirstSinceAsync(DateTimeOffset instant, long newest, CancellationToken ct)
    {
        var before = await VersionBeforeAsync(instant, ct);
        if (before < newest) return before + 1;
        throw NoVersion($"Table '{table.Path}' has no version at or after {instant:O}; its newest, {newest}, is older. Ask for an earlier instant.");
    }

    private async Task<long> VersionBeforeAsync(DateTimeOffset instant, CancellationToken ct)
    {
        try
        {
            return await new History(table).VersionAtAsync(instant.ToUnixTimeMilliseconds() - 1, ct);
        }
        catch (DeltaException e) when (e.Code == DeltaErrorCode.VersionNotFound)
        {
            var files = await table.Log.ListAsync(0, ct);
            return files.Where(f => f.Kind == Log.LogFileKind.Commit).Min(f => f.Version) - 1;
        }
    }

    private static DeltaException NoVersion(string message) => new(DeltaErrorCode.VersionNotFound, message);
}
