namespace Lakehouse.Features;

/// <summary>The events of one window, inside the features of a window view; all aggregates skip NULL (semantics §3).</summary>
/// <typeparam name="T">The contract record.</typeparam>
public abstract class WindowEvents<T>
{
    /// <summary>Number of events.</summary>
    public abstract long Count();

    /// <summary>Number of events for which the condition is TRUE.</summary>
    public abstract long Count(Func<T, bool> condition);

    /// <summary>Number of events whose value is not NULL.</summary>
    public abstract long CountNotNull<TValue>(Func<T, TValue> value);

    /// <summary>Number of different values.</summary>
    public abstract long CountDistinct<TValue>(Func<T, TValue> value);

    /// <summary>Exact sum of int64 or decimal; 0 where there is no value.</summary>
    public abstract TValue Sum<TValue>(Func<T, TValue> value);

    /// <summary>Mean of int64 or decimal.</summary>
    public abstract double? Mean<TValue>(Func<T, TValue> value);

    /// <summary>Smallest number, instant or day.</summary>
    public abstract TValue Min<TValue>(Func<T, TValue> value);

    /// <summary>Greatest number, instant or day.</summary>
    public abstract TValue Max<TValue>(Func<T, TValue> value);

    /// <summary>Sample variance of int64 or decimal.</summary>
    public abstract double? Var<TValue>(Func<T, TValue> value);

    /// <summary>Population variance of int64 or decimal.</summary>
    public abstract double? VarPop<TValue>(Func<T, TValue> value);

    /// <summary>Sample standard deviation of int64 or decimal.</summary>
    public abstract double? StdDev<TValue>(Func<T, TValue> value);

    /// <summary>Population standard deviation of int64 or decimal.</summary>
    public abstract double? StdDevPop<TValue>(Func<T, TValue> value);

    /// <summary>Value of the first event by (event_time, event_id) that has one.</summary>
    public abstract TValue First<TValue>(Func<T, TValue> value);

    /// <summary>Value of the last event by (event_time, event_id) that has one.</summary>
    public abstract TValue Last<TValue>(Func<T, TValue> value);

    /// <summary>Only the events for which the condition is TRUE.</summary>
    public abstract WindowEvents<T> Where(Func<T, bool> condition);
}
