namespace Lakehouse.Features;

/// <summary>What the join of a set gave for one row; only inside the transforms of a set.</summary>
public abstract class SetRow
{
    /// <summary>A feature (<c>view.column</c>), a key column or a request-time input of the set; NULL where it is not PRESENT.</summary>
    /// <typeparam name="T">Its type, or the nullable form.</typeparam>
    /// <param name="name">For example <c>airport_delays.delay_mean_24h</c>, <c>airport</c> or <c>planned_at</c>.</param>
    public abstract T Get<T>(string name);
}
