namespace Lakehouse.Online.Failover;

/// <summary>A store is left alone from now on, or asked again.</summary>
/// <param name="store">Its name.</param>
/// <param name="isUp">True when lookups go to it again.</param>
/// <param name="cause">The last failure; null when it is asked again or was only slow.</param>
public sealed class StoreChangeEventArgs(string store, bool isUp, Exception? cause) : EventArgs
{
    /// <summary>The store's name.</summary>
    public string Store => store;

    /// <summary>True when lookups go to it again.</summary>
    public bool IsUp => isUp;

    /// <summary>The last failure; null when the store is asked again or was only slow.</summary>
    public Exception? Cause => cause;
}
