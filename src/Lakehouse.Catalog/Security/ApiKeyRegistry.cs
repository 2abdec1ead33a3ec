using System.Text.RegularExpressions;
using Lakehouse.Catalog.Internal;

namespace Lakehouse.Catalog.Security;

/// <summary>The API keys of a lake, in the table <c>_serving/api_keys</c>: hashes only, and rows are only added.</summary>
/// <param name="lake">The lake.</param>
public sealed partial class ApiKeyRegistry(Lake lake)
{
    private readonly CatalogStore store = new(
        lake.ServingTable("api_keys"), ("id", "string"), ("name", "string"), ("hash", "string"), ("created_at", "timestamp"), ("expires_at", "timestamp?"), ("revoked_at", "timestamp?"));

    /// <summary>Makes a key.</summary>
    /// <param name="name">The caller that it identifies: 1 to 100 letters, digits, dots, hyphens and underscores; several keys may be of one caller, for rotation.</param>
    /// <param name="validFor">How long it holds; null for ever.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The key as the lake holds it, and its text, which nothing can give again.</returns>
    /// <exception cref="CatalogException">The name has another form.</exception>
    public async Task<(ApiKey Key, string Text)> CreateAsync(string name, TimeSpan? validFor, CancellationToken ct)
    {
        if (!NameForm().IsMatch(name))
            throw new CatalogException(CatalogErrorCode.InvalidLake, $"'{name}' cannot name a caller: use 1 to 100 letters, digits, dots, hyphens and underscores, beginning with a letter or digit.");
        var now = Micros.ToInstant(lake.Clock.GetUtcNow().ToMicros());
        var (key, text) = ApiKey.New(name, now, now + validFor);
        await store.AppendAsync([ToRow(key)], ct);
        return (key, text);
    }

    /// <summary>All keys, revoked ones included, by name and age.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken ct) => Latest(await store.ReadAsync(ct));

    /// <summary>Revokes a key, or all keys of a name; those that are revoked already stay as they are.</summary>
    /// <param name="idOrName">A key's id, or the name of a caller.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The keys, revoked now or before.</returns>
    /// <exception cref="CatalogException">There is none.</exception>
    public async Task<IReadOnlyList<ApiKey>> RevokeAsync(string idOrName, CancellationToken ct)
    {
        IReadOnlyList<ApiKey> meant = [];
        await store.AppendAsync(
            read =>
            {
                var known = Latest(read);
                meant = [.. known.Where(k => k.Id == idOrName)];
                if (meant.Count == 0) meant = [.. known.Where(k => k.Name == idOrName)];
                if (meant.Count == 0) throw new CatalogException(CatalogErrorCode.NotFound, $"There is no API key with the id or name '{idOrName}'; 'lakehouse api-key list' shows all.");
                meant = [.. meant.Select(k => k with { RevokedAt = k.RevokedAt ?? Micros.ToInstant(lake.Clock.GetUtcNow().ToMicros()) })];
                return [.. meant.Except(known).Select(ToRow)];
            },
            exact: true,
            ct);
        return meant;
    }

    private static IReadOnlyList<ApiKey> Latest(CatalogRows read) =>
        [.. read.Rows.Select(Read).GroupBy(k => k.Id).Select(rows => rows.MinBy(k => k.RevokedAt ?? DateTimeOffset.MaxValue)!).OrderBy(k => k.Name).ThenBy(k => k.CreatedAt).ThenBy(k => k.Id)];

    private static object?[] ToRow(ApiKey k) => [k.Id, k.Name, k.Hash, k.CreatedAt.ToMicros(), k.ExpiresAt?.ToMicros(), k.RevokedAt?.ToMicros()];

    private static ApiKey Read(object?[] row) => new((string)row[0]!, (string)row[1]!, (string)row[2]!, Instant(row[3])!.Value, Instant(row[4]), Instant(row[5]));

    private static DateTimeOffset? Instant(object? cell) => cell is null ? null : Micros.ToInstant(Micros.OfCell(cell));

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NameForm();
}
