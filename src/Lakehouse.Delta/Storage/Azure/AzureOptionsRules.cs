namespace Lakehouse.Delta.Storage.Azure;

/// <summary>What must hold of options before they are used.</summary>
internal static class AzureOptionsRules
{
    /// <summary>All failures in one message, none of them with a secret.</summary>
    /// <exception cref="DeltaException">A rule is broken.</exception>
    public static void Require(AzureStorageOptions options, AzureLocation location)
    {
        var failures = Failures(options).ToList();
        if (failures.Count == 0) return;
        throw new DeltaException(DeltaErrorCode.Storage, $"The settings for Azure storage of '{location}' are wrong: {string.Join(' ', failures)}");
    }

    /// <summary>The names of the credentials that are set.</summary>
    public static string CredentialNames(AzureStorageOptions options) => string.Join(", ", Credentials(options)) is { Length: > 0 } names ? names : "none";

    private static IEnumerable<string> Failures(AzureStorageOptions options)
    {
        var credentials = Credentials(options).ToList();
        if (credentials.Count != 1)
        {
            yield return $"Set exactly one of ConnectionString, AccountKey, SasToken, Identity, TokenCredential (set: {CredentialNames(options)}); "
                + "in the environment AZURE_STORAGE_CONNECTION_STRING, AZURE_STORAGE_KEY, AZURE_STORAGE_SAS_TOKEN or AZURE_STORAGE_IDENTITY.";
        }

        if (options.AccountKey is { } key && !IsBase64(key)) yield return "AccountKey must be base64.";
        if (options.SasToken is { } sas && !sas.Contains("sig=", StringComparison.Ordinal)) yield return "SasToken must hold a signature (sig=).";
        if (options.Endpoint is { } endpoint && !IsBase(endpoint)) yield return "Endpoint must be an http or https address without query.";
        if (options.Endpoint?.Host == "localhost") yield return "Endpoint must name an emulator by its address (127.0.0.1), for clients take a host's name for the account.";
        var sendsTokens = options.Identity is not null || options.TokenCredential is not null;
        if (sendsTokens && options.Endpoint?.Scheme == "http") yield return "Endpoint must be https where a token is sent.";
        if (options is { Endpoint: not null, ConnectionString: not null }) yield return "Endpoint does not go with ConnectionString, which names its own.";
        if (options.MaxRetries is < 0 or > 20) yield return "MaxRetries must lie between 0 and 20.";
        if (options.Parallelism is < 1 or > 64) yield return "Parallelism must lie between 1 and 64.";
        if (options.RetryDelay < TimeSpan.Zero) yield return "RetryDelay must not be negative.";
        if (options.NetworkTimeout <= TimeSpan.Zero) yield return "NetworkTimeout must be positive.";
        if (options.CredentialTimeout <= TimeSpan.Zero) yield return "CredentialTimeout must be positive.";
    }

    private static IEnumerable<string> Credentials(AzureStorageOptions options)
    {
        if (options.ConnectionString is not null) yield return nameof(options.ConnectionString);
        if (options.AccountKey is not null) yield return nameof(options.AccountKey);
        if (options.SasToken is not null) yield return nameof(options.SasToken);
        if (options.Identity is not null) yield return nameof(options.Identity);
        if (options.TokenCredential is not null) yield return nameof(options.TokenCredential);
    }

    private static bool IsBase(Uri endpoint) => endpoint is { IsAbsoluteUri: true, Scheme: "http" or "https", Query.Length: 0, UserInfo.Length: 0 };

    private static bool IsBase64(string text) => text.Length > 0 && Convert.TryFromBase64String(text, new byte[text.Length], out _);
}
