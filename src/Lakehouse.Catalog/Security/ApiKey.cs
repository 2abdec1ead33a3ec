using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Lakehouse.Catalog.Security;

/// <summary>An API key as the lake holds it: everything but the key itself.</summary>
/// <param name="Id">16 hex digits, which are part of the key.</param>
/// <param name="Name">The caller that it identifies, <c>key:NAME</c> in rules.</param>
/// <param name="Hash">SHA-256 of the key's text in hex digits.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">From when on it is refused; null for never.</param>
/// <param name="RevokedAt">When it was revoked; null while it holds.</param>
public sealed record ApiKey(string Id, string Name, string Hash, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt)
{
    private const string Prefix = "lhk_";
    private const int IdLength = 16;
    private const int SecretBytes = 32;
    private static readonly int TextLength = Prefix.Length + IdLength + 1 + Base64Url.GetEncodedLength(SecretBytes);

    /// <summary>True for a text that has the form of an API key; its id then says which.</summary>
    public static bool TryReadId(ReadOnlySpan<char> text, [NotNullWhen(true)] out string? id)
    {
        var isKey = text.Length == TextLength && text.StartsWith(Prefix, StringComparison.Ordinal) && text[Prefix.Length + IdLength] == '_';
        id = isKey ? text.Slice(Prefix.Length, IdLength).ToString() : null;
        return isKey;
    }

    /// <summary>True for the text that this is the key of; takes as long for any other.</summary>
    public bool Fits(ReadOnlySpan<byte> sha256) => CryptographicOperations.FixedTimeEquals(sha256, Convert.FromHexString(Hash));

    /// <summary>A new key of 256 random bits.</summary>
    internal static (ApiKey Key, string Text) New(string name, DateTimeOffset now, DateTimeOffset? expiresAt)
    {
        var id = RandomNumberGenerator.GetHexString(IdLength, lowercase: true);
        var text = $"{Prefix}{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}";
        return (new(id, name, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text))), now, expiresAt, RevokedAt: null), text);
    }
}
