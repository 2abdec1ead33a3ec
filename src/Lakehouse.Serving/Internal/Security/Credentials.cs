using Lakehouse.Catalog.Security;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>The keys of one moment, and the callers that were proven by them; when a key comes or goes there are new ones, so nothing proven before counts.</summary>
internal sealed class Credentials(IReadOnlyList<ApiKey> apiKeys, JwtVerifier? jwt)
{
    private const int MostCallers = 20_000;
    private readonly Dictionary<string, ApiKey> byId = apiKeys.Where(k => k.RevokedAt is null).ToDictionary(k => k.Id);

    public static Credentials None { get; } = new([], jwt: null);

    public IReadOnlyList<ApiKey> ApiKeys => apiKeys;

    public JwtVerifier? Jwt => jwt;

    public GenerationCache<TokenHash, Caller> Proven { get; } = new(MostCallers);

    public ApiKey? Find(string id) => byId.GetValueOrDefault(id);

    /// <summary>Whether a caller that was proven earlier would be again, apart from its expiry.</summary>
    public bool StillProve(Caller caller)
    {
        if (ReferenceEquals(caller.ProvenBy, this)) return true;
        var good = caller.Name[0] switch
        {
            'k' => byId.ContainsKey(caller.Credential),
            'j' => jwt?.Holds(caller.Credential) == true,
            _ => true,
        };
        if (good) caller.ProvenBy = this;
        return good;
    }
}
