using System.Collections.Immutable;

namespace Lakehouse.Online.Sets;

/// <summary>Why cells of an answer have the status <see cref="FeatureStatus.Error"/>.</summary>
public enum RowFaultReason
{
    /// <summary>A key value that no stored key can equal: it is not of the key's type.</summary>
    KeyInvalid,

    /// <summary>A key longer than any store keeps.</summary>
    KeyTooLong,

    /// <summary>A request-time input that is not of its declared type.</summary>
    InputInvalid,

    /// <summary>A request-time feature or transform overflows.</summary>
    FeatureOverflow,

    /// <summary>The store holds the row, and it cannot be decoded.</summary>
    RowDamaged,

    /// <summary>The part of the store that holds the row does not answer now.</summary>
    RowUnreadable,

    /// <summary>A transform reads a feature that failed in the row.</summary>
    SourceFailed,
}

/// <summary>Cells that failed for one reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Message">For people; names views and columns, never values.</param>
/// <param name="IsTransient">True when the same rows may succeed if asked again.</param>
/// <param name="Features">Positions in <see cref="SetPlan.Features"/>.</param>
/// <param name="Rows">Rows of the batch.</param>
/// <param name="Cause">The first failure, for the log; null where the message says all.</param>
public sealed record RowFault(RowFaultReason Reason, string Message, bool IsTransient, ImmutableArray<int> Features, IReadOnlyList<int> Rows, Exception? Cause);

/// <summary>A key or input of a request that is none, found before the lookup; the request's value in its place is NULL.</summary>
/// <param name="Row">Row of the batch.</param>
/// <param name="Reason"><see cref="RowFaultReason.KeyInvalid"/>, <see cref="RowFaultReason.KeyTooLong"/> or <see cref="RowFaultReason.InputInvalid"/>.</param>
/// <param name="Column">Position in <see cref="SetPlan.Keys"/>, or in <see cref="SetPlan.Inputs"/>.</param>
/// <param name="Message">For people; names the column and the rule, never the value.</param>
public readonly record struct BadCell(int Row, RowFaultReason Reason, int Column, string Message);
