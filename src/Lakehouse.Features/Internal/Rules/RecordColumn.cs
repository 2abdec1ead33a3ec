namespace Lakehouse.Features.Internal.Rules;

/// <summary>A property of an author's record as a column.</summary>
/// <param name="Property">The property's name.</param>
/// <param name="Field">The column.</param>
internal sealed record RecordColumn(string Property, Field Field)
{
    internal bool IsEventId { get; init; }

    internal bool IsEventTime { get; init; }

    internal string? Unit { get; init; }

    internal string? Description { get; init; }
}
