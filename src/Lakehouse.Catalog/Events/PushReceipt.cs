namespace Lakehouse.Catalog.Events;

/// <summary>What became of pushed events.</summary>
/// <param name="Version">A bronze version that holds every event that was accepted or a duplicate; null where all were rejected.</param>
/// <param name="Accepted">Events that came.</param>
/// <param name="Duplicates">Events that were there already, with the same content.</param>
/// <param name="Rejections">Events that were refused, in their order; nothing of them was written.</param>
public sealed record PushReceipt(long? Version, int Accepted, int Duplicates, IReadOnlyList<EventRejection> Rejections);

/// <summary>Why an event was refused.</summary>
/// <param name="Event">Its position.</param>
/// <param name="Reason">The stable reason.</param>
/// <param name="Column">The raw column; empty where no single one is to blame.</param>
/// <param name="Message">For people; never a value.</param>
public sealed record EventRejection(int Event, RejectionReason Reason, string Column, string Message);

/// <summary>The stable reasons; numbers are those of the protocol.</summary>
public enum RejectionReason
{
    /// <summary>A value in a column that the raw record does not have.</summary>
    UnknownColumn = 1,

    /// <summary>A value that is not of the column's type, or that the column cannot hold.</summary>
    BadValue = 2,

    /// <summary>The event id is NULL, or cannot be computed.</summary>
    MissingId = 3,

    /// <summary>A column that must have a value has none.</summary>
    MissingValue = 4,

    /// <summary>The id is taken by an event with other content.</summary>
    IdTaken = 5,
}
