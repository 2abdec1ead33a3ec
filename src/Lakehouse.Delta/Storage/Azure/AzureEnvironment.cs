namespace Lakehouse.Delta.Storage.Azure;

/// <summary>Options from environment variables; those of credentials have the names that Azure's own command line uses.</summary>
internal static class AzureEnvironment
{
    public static AzureStorageOptions Read(Func<string, string?> variable)
    {
        string? Text(string name) => variable(name) is { Length: > 0 } text ? text : null;
        var failures = new List<string>();
        var options = new AzureStorageOptions
        {
            ConnectionString = Text("AZURE_STORAGE_CONNECTION_STRING"),
            AccountKey = Text("AZURE_STORAGE_KEY"),
            SasToken = Text("AZURE_STORAGE_SAS_TOKEN"),
            Identity = Identity(Text("AZURE_STORAGE_IDENTITY"), failures),
            ManagedIdentityClientId = Text("AZURE_STORAGE_IDENTITY") is null ? null : Text("AZURE_CLIENT_ID"),
            Endpoint = Endpoint(Text("AZURE_STORAGE_ENDPOINT"), failures),
            HierarchicalNamespace = IsHierarchical(Text("AZURE_STORAGE_NAMESPACE"), failures),
        };
        if (failures.Count == 0) return options;
        throw new DeltaException(DeltaErrorCode.Storage, $"The environment's settings for Azure storage are wrong: {string.Join(' ', failures)}");
    }

    private static AzureIdentityKind? Identity(string? text, List<string> failures)
    {
        if (text is null) return null;
        if (Enum.TryParse<AzureIdentityKind>(text, ignoreCase: true, out var kind) && Enum.IsDefined(kind)) return kind;
        failures.Add($"AZURE_STORAGE_IDENTITY must be one of {string.Join(", ", Enum.GetNames<AzureIdentityKind>())}.");
        return null;
    }

    private static Uri? Endpoint(string? text, List<string> failures)
    {
        if (text is null) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var endpoint)) return endpoint;
        failures.Add("AZURE_STORAGE_ENDPOINT must be an absolute http or https address.");
        return null;
    }

    private static bool IsHierarchical(string? text, List<string> failures)
    {
        if (text is not null && text is not ("hierarchical" or "flat")) failures.Add("AZURE_STORAGE_NAMESPACE must be hierarchical or flat.");
        return text != "flat";
    }
}
