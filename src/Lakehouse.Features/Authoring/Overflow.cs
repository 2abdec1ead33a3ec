namespace Lakehouse.Features;

/// <summary>What an overflow of an aggregate or expression does (semantics §5).</summary>
public enum Overflow
{
    /// <summary>The run fails and publishes nothing.</summary>
    Fail,

    /// <summary>The value is NULL, counted in the run record.</summary>
    Null,
}
