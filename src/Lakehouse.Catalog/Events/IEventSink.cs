using Lakehouse.Features;

namespace Lakehouse.Catalog.Events;

/// <summary>Takes events into a lake; the port between the service that receives them and the pipeline that makes them durable.</summary>
public interface IEventSink
{
    /// <summary>Makes events durable; returns when the commit that holds them is.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="columns">The events, column by column; all of one length, no name twice.</param>
    /// <param name="ct">Gives up waiting; events that are being committed then may or may not be, and repeating them is safe.</param>
    /// <exception cref="EventSinkException">None of them is known to be durable.</exception>
    Task<PushReceipt> PushAsync(VersionedName contract, IReadOnlyList<EventColumn> columns, CancellationToken ct);
}

/// <summary>In which form values were given.</summary>
public enum EventForm
{
    /// <summary>Text; of a column of another type, in the form that source files have.</summary>
    Text,

    /// <summary>int64, times, dates and decimals as 64-bit integers.</summary>
    Integer,

    /// <summary>Doubles.</summary>
    Double,

    /// <summary>Truth values.</summary>
    Bool,

    /// <summary>Bytes.</summary>
    Binary,

    /// <summary>Lists of doubles.</summary>
    DoubleList,
}

/// <summary>A raw column of pushed events.</summary>
/// <param name="Name">The column by its name in the raw record, or in snake case.</param>
/// <param name="Form">The form of the values.</param>
/// <param name="Values">One value per event.</param>
/// <param name="Scale">Of decimals given as integers: digits after the point.</param>
public sealed record EventColumn(string Name, EventForm Form, Value[] Values, int Scale = 0);
