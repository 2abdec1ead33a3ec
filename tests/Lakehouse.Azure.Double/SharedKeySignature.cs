using System.Security.Cryptography;
using System.Text;

namespace Lakehouse.Azure.Double;

/// <summary>The shared key signature of Azure Storage, written from its documentation and not with the SDK, so that it can judge the SDK's.</summary>
/// <remarks>
/// 1. The verb and eleven standard headers, one a line; a Content-Length of zero is empty, and so is Date where x-ms-date is sent.
/// 2. Every x-ms- header in lower case, sorted, as name:value.
/// 3. The account and the path exactly as sent; then every query parameter, lower case, sorted, decoded, its values joined by commas.
/// </remarks>
public static class SharedKeySignature
{
    private static readonly string[] StandardHeaders =
    [
        "content-encoding", "content-language", "content-length", "content-md5", "content-type", "date",
        "if-modified-since", "if-match", "if-none-match", "if-unmodified-since", "range",
    ];

    /// <summary>The value of the Authorization header.</summary>
    /// <param name="account">The account.</param>
    /// <param name="base64Key">Its key.</param>
    /// <param name="method">The verb.</param>
    /// <param name="target">Path and query exactly as sent.</param>
    /// <param name="headers">Headers by lower-case name.</param>
    public static string Authorization(string account, string base64Key, string method, string target, IReadOnlyDictionary<string, string> headers)
    {
        var text = new StringBuilder(method).Append('\n');
        foreach (var name in StandardHeaders) text.Append(Standard(name, headers)).Append('\n');
        foreach (var (name, value) in headers.Where(h => h.Key.StartsWith("x-ms-", StringComparison.Ordinal)).OrderBy(h => h.Key, StringComparer.Ordinal))
            text.Append(name).Append(':').Append(value.Trim()).Append('\n');
        AppendResource(text, account, target);
        var mac = HMACSHA256.HashData(Convert.FromBase64String(base64Key), Encoding.UTF8.GetBytes(text.ToString()));
        return $"SharedKey {account}:{Convert.ToBase64String(mac)}";
    }

    private static string Standard(string name, IReadOnlyDictionary<string, string> headers)
    {
        var value = headers.GetValueOrDefault(name, "").Trim();
        if (name == "content-length" && value == "0") return "";
        return name == "date" && headers.ContainsKey("x-ms-date") ? "" : value;
    }

    private static void AppendResource(StringBuilder text, string account, string target)
    {
        var parts = target.Split('?', 2);
        text.Append('/').Append(account).Append(parts[0]);
        if (parts.Length == 1) return;
        var parameters = parts[1].Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2))
            .GroupBy(p => Uri.UnescapeDataString(p[0]).ToLowerInvariant(), p => p.Length > 1 ? Uri.UnescapeDataString(p[1]) : "");
        foreach (var parameter in parameters.OrderBy(g => g.Key, StringComparer.Ordinal))
            text.Append('\n').Append(parameter.Key).Append(':').Append(string.Join(',', parameter.Order(StringComparer.Ordinal)));
    }
}
