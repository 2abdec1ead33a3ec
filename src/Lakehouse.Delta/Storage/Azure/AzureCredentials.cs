using Azure.Core;
using Azure.Identity;

namespace Lakehouse.Delta.Storage.Azure;

/// <summary>The one configured credential of Microsoft Entra ID, with a limit of time.</summary>
internal static class AzureCredentials
{
    public static TokenCredential Create(AzureStorageOptions options) =>
        new BoundedCredential(options.TokenCredential ?? Create(options.Identity!.Value, options.ManagedIdentityClientId), options.CredentialTimeout);

    private static TokenCredential Create(AzureIdentityKind kind, string? managedIdentityClientId) => kind switch
    {
        AzureIdentityKind.ManagedIdentity => new ManagedIdentityCredential(
            managedIdentityClientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(managedIdentityClientId)),
        AzureIdentityKind.WorkloadIdentity => new WorkloadIdentityCredential(),
        AzureIdentityKind.Environment => new EnvironmentCredential(),
        _ => new AzureCliCredential(),
    };
}
