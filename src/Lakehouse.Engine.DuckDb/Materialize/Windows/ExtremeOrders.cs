namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>Which of two values, by their 64 bits, is nearer to the extreme.</summary>
internal interface IExtremeOrder
{
    /// <summary>True when the challenger equals or beats the holder.</summary>
    static abstract bool EqualsOrBeats(long challenger, long holder);
}

/// <summary>Minimum of integers, decimals of one scale, times and dates.</summary>
internal readonly struct LeastInteger : IExtremeOrder
{
    public static bool EqualsOrBeats(long challenger, long holder) => challenger <= holder;
}

/// <summary>Maximum of integers, decimals of one scale, times and dates.</summary>
internal readonly struct GreatestInteger : IExtremeOrder
{
    public static bool EqualsOrBeats(long challenger, long holder) => challenger >= holder;
}

/// <summary>Minimum of doubles; there is neither NaN nor −0.0.</summary>
internal readonly struct LeastDouble : IExtremeOrder
{
    public static bool EqualsOrBeats(long challenger, long holder) => BitConverter.Int64BitsToDouble(challenger) <= BitConverter.Int64BitsToDouble(holder);
}

/// <summary>Maximum of doubles; there is neither NaN nor −0.0.</summary>
internal readonly struct GreatestDouble : IExtremeOrder
{
    public static bool EqualsOrBeats(long challenger, long holder) => BitConverter.Int64BitsToDouble(challenger) >= BitConverter.Int64BitsToDouble(holder);
}
