namespace Lakehouse.Online;

/// <summary>The store cannot be used; the message says what happened, to which store and view, and what to do.</summary>
/// <param name="message">What, where, what to do.</param>
/// <param name="inner">The cause.</param>
public sealed class OnlineStoreException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True when the same call may succeed if repeated.</summary>
    public bool IsTransient { get; init; }

    /// <summary>True when one row's bytes are not what this software writes; other rows can be read.</summary>
    public bool IsDamagedRow { get; init; }

    /// <summary>What was read all the same; null where nothing was.</summary>
    public PartialRead? Partial { get; init; }
}
