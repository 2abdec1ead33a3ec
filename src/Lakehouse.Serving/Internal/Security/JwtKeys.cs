using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>An issuer's keys as its JSON Web Key Set holds them.</summary>
/// <param name="Text">The set's text.</param>
/// <param name="Signing">The keys for signatures.</param>
internal sealed record JwtKeys(string Text, IReadOnlyList<SecurityKey> Signing)
{
    private const int LongestSet = 1 << 20;

    /// <summary>None: every token is refused.</summary>
    public static JwtKeys None { get; } = new("", []);

    /// <exception cref="ServingException">The file is missing, or no key set.</exception>
    public static async Task<JwtKeys> ReadFileAsync(string path, CancellationToken ct)
    {
        try
        {
            return Parse(await File.ReadAllTextAsync(path, ct), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServingException($"The key set {path} (serving.security.jwt.keys_file) cannot be read: {e.Message}", e);
        }
    }

    /// <exception cref="ServingException">There is no answer, or no key set in it.</exception>
    public static async Task<JwtKeys> FetchAsync(HttpClient client, string url, CancellationToken ct)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(url), HttpCompletionOption.ResponseHeadersRead, ct);
            answer.EnsureSuccessStatusCode();
            var bytes = new byte[LongestSet];
            await using var body = await answer.Content.ReadAsStreamAsync(ct);
            var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
            if (length == bytes.Length) throw new ServingException($"The key set at {url} is longer than {LongestSet} bytes.");
            return Parse(Encoding.UTF8.GetString(bytes, 0, length), url);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new ServingException($"The key set at {url} (serving.security.jwt.keys_url) cannot be fetched: {e.Message}", e);
        }
    }

    private static JwtKeys Parse(string text, string place)
    {
        try
        {
            var set = new JsonWebKeySet(text) { SkipUnresolvedJsonWebKeys = true };
            // The library gives keys of RSA and elliptic curves only.
            var shared = set.Keys.Where(k => k.Kty == JsonWebAlgorithmsKeyTypes.Octet && (string.IsNullOrEmpty(k.Use) || k.Use == "sig") && k.K is not null)
                .Select(k => new SymmetricSecurityKey(Base64UrlEncoder.DecodeBytes(k.K)) { KeyId = k.Kid });
            SecurityKey[] keys = [.. set.GetSigningKeys(), .. shared];
            return keys.Length > 0 ? new(text, keys) : throw new ServingException($"The key set {place} holds no key for signatures.");
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // The cause may quote the text, which may hold a shared key.
            throw new ServingException($"{place} is no JSON Web Key Set ({e.GetType().Name}).");
        }
    }
}
