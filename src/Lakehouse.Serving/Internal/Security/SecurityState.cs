namespace Lakehouse.Serving.Internal.Security;

/// <summary>What security goes by now; <see cref="SecurityRefresh"/> replaces it piece by piece.</summary>
internal sealed class SecurityState
{
    private volatile Policy policy = Policy.Off;
    private volatile Credentials credentials = Credentials.None;

    public Policy Policy
    {
        get => policy;
        set => policy = value;
    }

    public Credentials Credentials
    {
        get => credentials;
        set => credentials = value;
    }
}
