namespace Lakehouse.Serving.Internal.Security;

/// <summary>Why calls are refused: names that clients and the audit trail may rely on.</summary>
internal static class Reasons
{
    public const string CredentialMissing = "CREDENTIAL_MISSING";
    public const string CredentialInvalid = "CREDENTIAL_INVALID";
    public const string CredentialExpired = "CREDENTIAL_EXPIRED";
    public const string AccessDenied = "ACCESS_DENIED";
    public const string QuotaCalls = "QUOTA_CALLS";
    public const string QuotaKeys = "QUOTA_KEYS";
    public const string AuditUnavailable = "AUDIT_UNAVAILABLE";
}
