using Lakehouse.Catalog.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>Finds who calls: by bearer token, which is an API key or a JWT, by the header <c>x-api-key</c>, or by the certificate of the connection.</summary>
/// <remarks>
/// 1. A credential is hashed, and the caller that it proved before is taken from the cache. So checking a signature costs once for each token, and hashing once for each stream object
/// (<see cref="CallIdentity"/>).
/// 2. A credential that is given and not good is refused, also where the connection has a good certificate: the caller meant to be somebody.
/// </remarks>
internal sealed class Authenticator(SecurityState state, SecurityRefresh refresh, CertificateCallers certificates, TimeProvider clock)
{
    private const string Scheme = "Bearer ";
    private const string KeyHeader = "x-api-key";

    /// <summary>The caller where it is known already; null where it must be found by <see cref="FindAsync"/>.</summary>
    public CallIdentity? Known(HttpContext http)
    {
        var inForce = state.Credentials;
        var token = TokenOf(http.Request, out var header, out var isOther);
        if (isOther) return null;
        if (CallIdentity.Again(http, header, inForce) is { } again) return again.Caller.ExpiresAtMicros > clock.NowMicros() ? again : null;
        var caller = header is null ? CertificateOf(http) : inForce.Proven.TryGet(TokenHash.Of(token), out var proven) && proven.ExpiresAtMicros > clock.NowMicros() ? proven : null;
        return caller is null ? null : CallIdentity.Keep(http, caller, header, inForce);
    }

    /// <summary>The caller, or why there is none.</summary>
    public async Task<Authentication> FindAsync(HttpContext http)
    {
        var token = TokenOf(http.Request, out _, out var isOther).ToString();
        if (isOther) return Authentication.Refuse(Reasons.CredentialInvalid, "Credentials are sent once: as 'authorization: Bearer ' and an API key or a token, or as 'x-api-key: ' and an API key.");
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

    /// <summary>The credential of a request, or nothing.</summary>
    /// <param name="request">The request.</param>
    /// <param name="header">The header that holds it; null where there is none.</param>
    /// <param name="isOther">Whether there is one of another form.</param>
    private static ReadOnlySpan<char> TokenOf(HttpRequest request, out string? header, out bool isOther)
    {
        var values = request.Headers.Authorization;
        var isBearer = values.Count > 0;
        if (!isBearer) request.Headers.TryGetValue(KeyHeader, out values);
        // Nor two of different kinds: which of them the caller meant is not the server's to guess.
        (header, isOther) = (values.Count == 1 ? values[0] : null, values.Count > 1 || (isBearer && request.Headers.ContainsKey(KeyHeader)));
        if (!isBearer || header is null) return header;
        isOther = isOther || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || header.Length == Scheme.Length;
        return isOther ? default : header.AsSpan(Scheme.Length).Trim(' ');
    }
}
