namespace Lakehouse.Azure.Double.Internal;

/// <summary>Who may come in: the version header, and a shared key that fits; signatures and tokens are looked at for their presence only.</summary>
/// <param name="options">Account and key.</param>
internal sealed class Doorkeeper(AzureDoubleOptions options)
{
    /// <exception cref="Refusal">Not this one.</exception>
    public void Require(Call call, SeenRequest seen)
    {
        if (call.Header("x-ms-version").Length == 0) throw new Refusal(400, "MissingRequiredHeader");
        if (call.Account != options.Account) throw new Refusal(400, "InvalidUri");
        var authorization = call.Header("authorization");
        if (call.Query.ContainsKey("sig") || authorization.StartsWith("Bearer ", StringComparison.Ordinal)) return;
        if (authorization.Length == 0) throw new Refusal(401, "NoAuthenticationInformation");
        if (authorization != SharedKeySignature.Authorization(options.Account, options.Key, call.Method, seen.Target, seen.Headers)) throw new Refusal(403, "AuthenticationFailed");
    }
}
