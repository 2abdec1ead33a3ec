using Azure.Core;
using Azure.Core.Pipeline;

namespace Lakehouse.Delta.Storage.Azure;

/// <summary>How tables at <c>abfss://container@account.dfs.core.windows.net/path</c> are reached; exactly one credential.</summary>
public sealed record AzureStorageOptions
{
    /// <summary>A connection string with an account key or a SAS.</summary>
    /// <value>None.</value>
    public string? ConnectionString { get; init; }

    /// <summary>The account's key, base64.</summary>
    /// <value>None.</value>
    public string? AccountKey { get; init; }

    /// <summary>A shared access signature that may read, write, delete and list, with or without the leading <c>?</c>.</summary>
    /// <value>None.</value>
    public string? SasToken { get; init; }

    /// <summary>A credential of Microsoft Entra ID.</summary>
    /// <value>None.</value>
    public AzureIdentityKind? Identity { get; init; }

    /// <summary>The client id of a user-assigned <see cref="AzureIdentityKind.ManagedIdentity"/>.</summary>
    /// <value>The machine's own identity.</value>
    public string? ManagedIdentityClientId { get; init; }

    /// <summary>A credential that the caller made.</summary>
    /// <value>None.</value>
    public TokenCredential? TokenCredential { get; init; }

    /// <summary>The account's base address where it is not <c>https://</c> and the table's host: <c>http://127.0.0.1:10000/devstoreaccount1</c> on emulators.</summary>
    /// <value>None.</value>
    public Uri? Endpoint { get; init; }

    /// <summary>Whether the account has a hierarchical namespace; false lists and deletes through the Blob service alone, as emulators and flat accounts need it.</summary>
    /// <value>True.</value>
    public bool HierarchicalNamespace { get; init; } = true;

    /// <summary>Further attempts of a request that got no answer or a transient refusal, 0 to 20.</summary>
    /// <value>5.</value>
    public int MaxRetries { get; init; } = 5;

    /// <summary>The pause before the first further attempt; it doubles with each.</summary>
    /// <value>200 ms.</value>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long one attempt may take, from the first byte sent to the answer; commits and checkpoints are sent in one.</summary>
    /// <value>60 s.</value>
    public TimeSpan NetworkTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a credential may take to give a token.</summary>
    /// <value>15 s.</value>
    public TimeSpan CredentialTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Requests of one transfer that run at the same time, 1 to 64.</summary>
    /// <value>8.</value>
    public int Parallelism { get; init; } = 8;

    /// <summary>How requests are sent, where a test trusts its own certificate.</summary>
    internal HttpPipelineTransport? Transport { get; init; }

    /// <summary>
    /// Options from AZURE_STORAGE_CONNECTION_STRING, AZURE_STORAGE_KEY, AZURE_STORAGE_SAS_TOKEN, AZURE_STORAGE_IDENTITY (the names of <see cref="AzureIdentityKind"/>),
    /// AZURE_STORAGE_ENDPOINT and AZURE_STORAGE_NAMESPACE (hierarchical or flat).
    /// </summary>
    /// <param name="variable">Reads a variable; this process's environment by default.</param>
    /// <exception cref="DeltaException">A variable's text means nothing.</exception>
    public static AzureStorageOptions FromEnvironment(Func<string, string?>? variable = null) => AzureEnvironment.Read(variable ?? Environment.GetEnvironmentVariable);

    /// <summary>The options without their secrets.</summary>
    public override string ToString() =>
        $"{nameof(AzureStorageOptions)} {{ Credential = {AzureOptionsRules.CredentialNames(this)}, Endpoint = {Endpoint?.GetLeftPart(UriPartial.Path)}, "
        + $"HierarchicalNamespace = {HierarchicalNamespace} }}";
}
