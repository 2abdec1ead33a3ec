namespace Lakehouse.Serving.Internal.Security;

/// <summary>What came of a credential: a caller, or why there is none.</summary>
internal readonly record struct Authentication(Caller? Caller, string? Reason = null, string? Text = null)
{
    public static Authentication Refuse(string reason, string text) => new(Caller: null, reason, text);
}
