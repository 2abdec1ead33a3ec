using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Lakehouse.Serving.Tests.Security;

/// <summary>An issuer of tokens with keys of every kind, which it publishes in a file.</summary>
public sealed class Issuer : IDisposable
{
    public const string Name = "https://issuer.example";
    public const string Audience = "lakehouse";
    private readonly RSA rsa = RSA.Create(2048);
    private readonly ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly DateTimeOffset now;

    public Issuer(string file, DateTimeOffset now, string suffix = "")
    {
        File = file;
        this.now = now;
        Rsa = new RsaSecurityKey(rsa) { KeyId = "rsa" + suffix };
        Ec = new ECDsaSecurityKey(ec) { KeyId = "ec" + suffix };
        Shared = new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)) { KeyId = "shared" + suffix };
    }

    public string File { get; }

    public RsaSecurityKey Rsa { get; }

    public ECDsaSecurityKey Ec { get; }

    public SymmetricSecurityKey Shared { get; }

    public void Publish() => System.IO.File.WriteAllText(File, KeySet());

    public string KeySet()
    {
        var keys = new[] { Public(JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.ExportParameters(false)) { KeyId = Rsa.KeyId })), Ecdsa(), Public(JsonWebKeyConverter.ConvertFromSymmetricSecurityKey(Shared)) };
        return JsonSerializer.Serialize(new { keys });
    }

    /// <summary>A token, good but for what is given.</summary>
    public string Token(
        string subject = "alice", SecurityKey? key = null, string algorithm = SecurityAlgorithms.RsaSha256, string issuer = Name, string audience = Audience,
        TimeSpan? validFor = null, TimeSpan? notBefore = null, Dictionary<string, object>? claims = null)
    {
        var all = new Dictionary<string, object>(claims ?? []) { ["sub"] = subject };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer, Audience = audience, Claims = all, IssuedAt = now.UtcDateTime,
            NotBefore = notBefore is { } start ? (now + start).UtcDateTime : null,
            Expires = validFor == Timeout.InfiniteTimeSpan ? null : (now + (validFor ?? TimeSpan.FromMinutes(10))).UtcDateTime,
            SigningCredentials = new(key ?? Rsa, algorithm),
        });
    }

    /// <summary>A token whose signature is an HMAC with the text of the RSA public key: what a confused verifier takes.</summary>
    public string Confused() => Token(key: new SymmetricSecurityKey(Encoding.UTF8.GetBytes(rsa.ExportSubjectPublicKeyInfoPem())) { KeyId = Rsa.KeyId }, algorithm: SecurityAlgorithms.HmacSha256);

    /// <summary>The RSA key under another id.</summary>
    public RsaSecurityKey Renamed(string id) => new(rsa) { KeyId = id };

    /// <summary>A good token's claims without a signature.</summary>
    public string Unsigned() => $"{Base64UrlEncoder.Encode("{\"alg\":\"none\"}")}.{Token().Split('.')[1]}.";

    public void Dispose()
    {
        rsa.Dispose();
        ec.Dispose();
    }

    private object Ecdsa()
    {
        var point = ec.ExportParameters(includePrivateParameters: false).Q;
        return new { kty = "EC", crv = "P-256", kid = Ec.KeyId, x = Base64UrlEncoder.Encode(point.X!), y = Base64UrlEncoder.Encode(point.Y!) };
    }

    private static object Public(JsonWebKey key) => key.Kty == "oct" ? new { kty = "oct", kid = key.Kid, k = key.K } : new { kty = "RSA", kid = key.Kid, n = key.N, e = key.E };
}
