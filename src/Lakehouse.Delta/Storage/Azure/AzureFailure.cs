using System.Text.Json;
using System.Xml;
using Azure;
using Azure.Identity;

namespace Lakehouse.Delta.Storage.Azure;

/// <summary>What the SDK throws, as the room's one error: what happened, where, what to do; never a signature or a server's text.</summary>
internal static class AzureFailure
{
    private const string PermissionAdvice =
        "Check the key, the signature's expiry and rights (read, write, delete, list) or the role (Storage Blob Data Contributor), the firewall, and this machine's clock.";

    private const string NamespaceAdvice =
        "Where the account has no hierarchical namespace, or is an emulator, set HierarchicalNamespace to false (AZURE_STORAGE_NAMESPACE=flat).";

    /// <summary>Whether an exception is a failure of the store, not of the caller's own making.</summary>
    public static bool Is(Exception e, CancellationToken ct) =>
        e is RequestFailedException or AuthenticationFailedException or AggregateException or IOException or UnauthorizedAccessException
        || IsNonsense(e) || (e is OperationCanceledException && !ct.IsCancellationRequested);

    /// <summary>Whether a request may have been carried out although it failed.</summary>
    /// <remarks>A conflict and a refusal count: the SDK repeats a request whose answer was lost, and the repetition meets the first one's success.</remarks>
    public static bool IsAmbiguous(Exception e) => e switch
    {
        RequestFailedException refused => refused.Status is 0 or 403 or 408 or 409 or 412 or 429 or >= 500,
        AggregateException or IOException or OperationCanceledException => true,
        _ when IsNonsense(e) => true,
        _ => false,
    };

    /// <summary>Whether the file is absent, in a container that is there.</summary>
    public static bool IsAbsent(RequestFailedException e) => e.Status == 404 && !IsContainerAbsent(e);

    public static DeltaException Of(AzureLocation place, Exception e)
    {
        var (what, advice, isTransient) = Explain(place, e);
        return new(DeltaErrorCode.Storage, $"Azure storage cannot serve '{place}': {what} {advice}", e, isTransient);
    }

    /// <summary>No answer says whether a file was created.</summary>
    public static DeltaException Unknown(AzureLocation place, Exception e) => new(
        DeltaErrorCode.OutcomeUnknown,
        $"Whether '{place}' was written is unknown: {Explain(place, e).What} The request may still be carried out. "
        + "Read the file when the storage answers again, before anything is repeated.",
        e);

    private static (string What, string Advice, bool IsTransient) Explain(AzureLocation place, Exception e) => e switch
    {
        AuthenticationFailedException => ($"the credential gave no token ({FirstLine(e.Message)})", "Configure the one identity that this machine has.", false),
        RequestFailedException refused => Explain(place, refused),
        UnauthorizedAccessException => ("the local copy of the file is not permitted.", "Check the permissions of the cache's directory.", false),
        _ when IsNonsense(e) => ("what answered is no storage service.", "Check the address, and that no proxy answers in its place.", false),
        IOException => ("the local copy of the file failed.", "Check free space and permissions of the cache's directory, and the network.", true),
        _ => ("no answer came within the time allowed.", "Check the network; the account's Blob and DFS endpoints must both be open. Then repeat.", true),
    };

    private static (string What, string Advice, bool IsTransient) Explain(AzureLocation place, RequestFailedException refused)
    {
        var answer = $"it answered {refused.Status} {refused.ErrorCode}".TrimEnd() + ".";
        return refused.Status switch
        {
            0 => ("no answer came.", "Check the address and the network; the account's Blob and DFS endpoints must both be open. Then repeat.", true),
            408 or 429 or >= 500 => (answer, "The service is busy or down: repeat later.", true),
            401 or 403 => (answer, PermissionAdvice, false),
            400 when refused.ErrorCode == "InvalidAuthenticationInfo" => (answer, PermissionAdvice, false),
            404 when IsContainerAbsent(refused) => (answer, $"Create the container '{place.Container}' first.", false),
            400 when refused.ErrorCode is null => (answer, NamespaceAdvice, false),
            _ => (answer, "Check the account's settings (leases, immutability, service version).", false),
        };
    }

    /// <summary>An answer that says success and is none: the SDK fails while it reads it.</summary>
    private static bool IsNonsense(Exception e) => e is JsonException or XmlException or FormatException or KeyNotFoundException;

    private static bool IsContainerAbsent(RequestFailedException e) => e.ErrorCode is "ContainerNotFound" or "FilesystemNotFound" or "ContainerBeingDeleted" or "ResourceNotFound";

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}
