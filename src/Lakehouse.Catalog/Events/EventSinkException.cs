namespace Lakehouse.Catalog.Events;

/// <summary>Why events were not taken.</summary>
public enum EventSinkFailure
{
    /// <summary>The contract is not registered.</summary>
    UnknownContract,

    /// <summary>The contract cannot be pushed to, whatever the events.</summary>
    NotPushable,

    /// <summary>More events wait than can be committed; later there is room again.</summary>
    Backlog,

    /// <summary>The lake cannot be written now; the events may or may not have been committed, and repeating them is safe.</summary>
    Unavailable,

    /// <summary>The columns cannot be events of the contract: one is given twice under two spellings.</summary>
    BadColumns,
}

/// <summary>Pushed events are not known to be durable; the message says why and what to do.</summary>
/// <param name="failure">Why.</param>
/// <param name="message">What, why, what to do; never a value.</param>
/// <param name="inner">The cause.</param>
public sealed class EventSinkException(EventSinkFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public EventSinkFailure Failure { get; } = failure;
}
