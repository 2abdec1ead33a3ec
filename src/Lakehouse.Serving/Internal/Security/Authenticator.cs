using Lakehouse.Catalog.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>Finds who calls: by bearer token, which is an API key or a JWT, by the header <c>x-api-key</c>, or by the certificate of the connection.</summary>
/// <remarks>
/// 1. A credential is hashed, and the caller that it proved before is taken from the cache. So checking a signature costs once for each token.
/// 2. A credential that is given and not good is refused, also where the connection has a good certificate: the caller meant to be somebody.
/// </remarks>
internal sealed class Authenticator(SecurityState state, SecurityRefresh refresh, CertificateCallers certificates, TimeProvider clock)
{
    private const string Scheme = "Bearer ";
    private const string KeyHeader = "x-api-key";

    /// <summary>The caller where it is known already; null where it must be found by <see cref="FindAsync"/>.</summary>
    public Caller? Known(HttpContext http)
    {
        var token = TokenOf(http.Request, out _);
        if (token.IsEmpty) return CertificateOf(http);
        return state.Credentials.Proven.TryGet(TokenHash.Of(token), out var caller) && caller.ExpiresAtMicros > clock.NowMicros() ? caller : null;
    }

    /// <summary>The caller, or why there is none.</summary>
    public async Task<Authentication> FindAsync(HttpContext http)
    {
        var token = TokenOf(http.Request, out var isOther).ToString();
        if (isOther) return Authentication.Refuse(Reasons.CredentialInvalid, "The authorization header must be 'Bearer ' and an API key or a token.");
        if (token.Length == 0)
        {
            return CertificateOf(http) is { } known
                ? new(known)
                : Authentication.Refuse(Reasons.CredentialMissing, "Calls need credentials: send 'authorization: Bearer ' and an API key or a token, or show a client certificate.");
        }

        var hash = TokenHash.Of(token);
        var credentials = state.Credentials;
        var found = ApiKey.TryReadId(token, out var id) ? OfKey(credentials, id, hash) : await OfTokenAsync(credentials, token, http.RequestAborted);
        if (found.Caller is not { } caller) return found;
        caller.ProvenBy = state.Credentials;
        return new(caller.ProvenBy.Proven.Set(hash, caller));
    }

    private Authentication OfKey(Credentials credentials, string id, TokenHash hash)
    {
        Span<byte> sha256 = stackalloc byte[32];
        hash.CopyTo(sha256);
        if (credentials.Find(id) is not { } key || !key.Fits(sha256)) return Authentication.Refuse(Reasons.CredentialInvalid, "The API key is not known, or it was revoked.");
        return key.ExpiresAt <= clock.GetUtcNow()
            ? Authentication.Refuse(Reasons.CredentialExpired, "The API key has expired.")
            : new(new Caller($"key:{key.Name}", key.Id, key.ExpiresAt is { } end ? end.ToMicros() : long.MaxValue));
    }

    private async Task<Authentication> OfTokenAsync(Credentials credentials, string token, CancellationToken ct)
    {
        if (credentials.Jwt is not { } jwt) return Authentication.Refuse(Reasons.CredentialInvalid, "The credential is no API key, and this server takes no tokens.");
        if (token.Length <= JwtVerifier.LongestToken && !jwt.KnowsKeyOf(token)) jwt = await refresh.NewerKeysAsync(jwt, ct);
        return await jwt.VerifyAsync(token);
    }

    private Caller? CertificateOf(HttpContext http)
    {
        var certificate = http.Features.Get<ITlsConnectionFeature>()?.ClientCertificate;
        return certificate is null || certificates.Of(certificate) is not { } caller || caller.ExpiresAtMicros <= clock.NowMicros() ? null : caller;
    }

    /// <summary>The credential of a request, or nothing; <paramref name="isOther"/> where there is one of another scheme.</summary>
    private static ReadOnlySpan<char> TokenOf(HttpRequest request, out bool isOther)
    {
        isOther = false;
        var header = request.Headers.Authorization;
        if (header.Count == 0) return request.Headers.TryGetValue(KeyHeader, out var key) && key.Count == 1 ? key[0] : default(ReadOnlySpan<char>);
        isOther = header.Count > 1 || header[0] is not { } text || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || text.Length == Scheme.Length;
        return isOther ? default : header[0].AsSpan(Scheme.Length).Trim(' ');
    }
}
