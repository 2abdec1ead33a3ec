using System.Collections.Immutable;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>Who calls, as a credential says; kept for as long as the credential is.</summary>
internal sealed class Caller(string name, string credential, long expiresAtMicros)
{
    private static readonly IReadOnlyDictionary<string, ImmutableArray<string>> NoClaims = ImmutableDictionary<string, ImmutableArray<string>>.Empty;
    private volatile CallerAccess? access;
    private volatile Credentials? provenBy;

    /// <summary>Whoever sent no credential, or one that is not good.</summary>
    public static Caller Unknown { get; } = new("", "", long.MinValue);

    /// <summary><c>key:NAME</c>, <c>jwt:SUBJECT</c> or <c>cert:NAME</c>.</summary>
    public string Name => name;

    /// <summary>What must still be known for the caller to be good: the id of the API key or of the token's signing key; empty for certificates.</summary>
    public string Credential => credential;

    /// <summary>From when on the credential is refused, in microseconds.</summary>
    public long ExpiresAtMicros => expiresAtMicros;

    public ImmutableArray<string> Roles { get; init; } = [];

    public IReadOnlyDictionary<string, ImmutableArray<string>> Claims { get; init; } = NoClaims;

    /// <summary>The credentials that the caller was last found among.</summary>
    public Credentials? ProvenBy
    {
        get => provenBy;
        set => provenBy = value;
    }

    /// <summary>What the caller may do under the rules in force; found once for each caller and set of rules.</summary>
    public CallerAccess AccessUnder(Policy policy, Quotas quotas) =>
        access is { } known && ReferenceEquals(known.Policy, policy) ? known : access = new(policy, this, quotas.Of(name, policy.QuotaOf(name)));
}
