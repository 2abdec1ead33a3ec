using System.Collections.Immutable;
using Lakehouse.Catalog.Security;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>Checks bearer tokens of one issuer against its keys of one moment.</summary>
internal sealed class JwtVerifier
{
    public const int LongestToken = 16 * 1024;
    private const int MostClaims = 100;
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.HmacSha256, SecurityAlgorithms.HmacSha384, SecurityAlgorithms.HmacSha512,
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = LongestToken };
    private readonly TokenValidationParameters parameters;
    private readonly HashSet<string> keyIds;

    /// <param name="settings">What tokens must say.</param>
    /// <param name="keys">The issuer's keys.</param>
    /// <param name="clock">The clock of expiry.</param>
    public JwtVerifier(JwtSettings settings, JwtKeys keys, TimeProvider clock)
    {
        Settings = settings;
        Keys = keys;
        keyIds = [.. keys.Signing.Select(k => k.KeyId ?? "")];
        parameters = new()
        {
            ValidIssuer = settings.Issuer,
            ValidAudience = settings.Audience,
            ValidAlgorithms = Algorithms,
            // A token that names its key is good by that one only; keys without a name may be meant by any.
            IssuerSigningKeyResolver = (_, _, kid, _) => string.IsNullOrEmpty(kid) ? keys.Signing : keys.Signing.Where(k => string.IsNullOrEmpty(k.KeyId) || k.KeyId == kid),
            TryAllIssuerSigningKeys = false,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (notBefore, expires, _, _) => CheckLifetime(notBefore, expires, clock.GetUtcNow().UtcDateTime, settings.ClockSkew),
        };
    }

    public JwtSettings Settings { get; }

    public JwtKeys Keys { get; }

    /// <summary>Whether the issuer still has a key.</summary>
    public bool Holds(string keyId) => keyIds.Contains(keyId);

    /// <summary>Whether the token names a key that is not among the issuer's: it may be newer than they are.</summary>
    public bool KnowsKeyOf(string token)
    {
        try
        {
            return handler.ReadJsonWebToken(token).Kid is not { Length: > 0 } kid || keyIds.Contains(kid);
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            return true;
        }
    }

    public async Task<Authentication> VerifyAsync(string token)
    {
        if (token.Length > LongestToken) return Authentication.Refuse(Reasons.CredentialInvalid, $"The token is longer than {LongestToken} characters.");
        var result = await handler.ValidateTokenAsync(token, parameters);
        if (!result.IsValid) return Refused(result.Exception);
        var jwt = (JsonWebToken)result.SecurityToken;
        if (!jwt.TryGetPayloadValue<string>(Settings.NameClaim, out var subject) || string.IsNullOrEmpty(subject))
            return Authentication.Refuse(Reasons.CredentialInvalid, "The token does not name its subject.");
        var claims = jwt.Claims.Take(MostClaims).GroupBy(c => c.Type, c => c.Value).ToDictionary(c => c.Key, c => c.ToImmutableArray());
        var roles = claims.TryGetValue(Settings.RolesClaim, out var found) ? [.. found.SelectMany(r => r.Split(' ', StringSplitOptions.RemoveEmptyEntries))] : ImmutableArray<string>.Empty;
        var expires = (jwt.ValidTo - DateTime.UnixEpoch + Settings.ClockSkew).Ticks / TimeSpan.TicksPerMicrosecond;
        return new(new Caller($"jwt:{subject}", jwt.SigningKey?.KeyId ?? jwt.Kid ?? "", expires) { Roles = roles, Claims = claims });
    }

    private static bool CheckLifetime(DateTime? notBefore, DateTime? expires, DateTime now, TimeSpan skew)
    {
        if (expires is not { } end) throw new SecurityTokenNoExpirationException("The token does not expire.");
        if (end + skew <= now) throw new SecurityTokenExpiredException("The token has expired.");
        if (notBefore is { } start && start - skew > now) throw new SecurityTokenNotYetValidException("The token is not valid yet.");
        return true;
    }

    private static Authentication Refused(Exception? cause) => cause switch
    {
        SecurityTokenExpiredException => Authentication.Refuse(Reasons.CredentialExpired, "The token has expired."),
        SecurityTokenNotYetValidException => Authentication.Refuse(Reasons.CredentialInvalid, "The token is not valid yet."),
        SecurityTokenNoExpirationException => Authentication.Refuse(Reasons.CredentialInvalid, "The token does not say when it expires."),
        SecurityTokenInvalidIssuerException => Authentication.Refuse(Reasons.CredentialInvalid, "The token is of another issuer."),
        SecurityTokenInvalidAudienceException => Authentication.Refuse(Reasons.CredentialInvalid, "The token is for another audience."),
        _ => Authentication.Refuse(Reasons.CredentialInvalid, "The token is malformed, or its signature is not the issuer's."),
    };
}
