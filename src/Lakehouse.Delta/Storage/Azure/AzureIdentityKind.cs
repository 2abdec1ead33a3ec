namespace Lakehouse.Delta.Storage.Azure;

/// <summary>Which one credential of Microsoft Entra ID is used; none is ever guessed.</summary>
public enum AzureIdentityKind
{
    /// <summary>The identity that Azure gave to this machine.</summary>
    ManagedIdentity,

    /// <summary>A federated token in a file, as Kubernetes mounts it (AZURE_CLIENT_ID, AZURE_TENANT_ID, AZURE_FEDERATED_TOKEN_FILE).</summary>
    WorkloadIdentity,

    /// <summary>An application's secret or certificate from AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH.</summary>
    Environment,

    /// <summary>Who is signed in with <c>az login</c>; for people.</summary>
    AzureCli,
}
