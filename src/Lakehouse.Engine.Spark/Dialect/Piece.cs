using System.Numerics;

namespace Lakehouse.Engine.Spark.Dialect;

/// <summary>Where a value is none.</summary>
/// <param name="Overflow">TRUE where it overflows; null where it cannot.</param>
/// <param name="Unsure">TRUE where nothing is known; null where that cannot be.</param>
/// <param name="IsMasked">True when the value is NULL wherever one of the two is TRUE.</param>
internal readonly record struct Flags(SqlNode? Overflow, SqlNode? Unsure, bool IsMasked)
{
    /// <summary>A value everywhere.</summary>
    internal static Flags None => new(null, null, IsMasked: true);

    /// <summary>True when the value may be none.</summary>
    internal bool Any => Overflow is not null || Unsure is not null;

    /// <summary>The flags of a function that computes all its operands, and is NULL where one of them is.</summary>
    internal static Flags All(SqlPool pool, params ReadOnlySpan<Flags> operands)
    {
        var all = None;
        foreach (var flags in operands) all = new(pool.Or(all.Overflow, flags.Overflow), pool.Or(all.Unsure, flags.Unsure), all.IsMasked && flags.IsMasked);
        return all;
    }

    /// <summary>These flags, and an overflow of the function itself, where its value is NULL.</summary>
    internal Flags With(SqlPool pool, SqlNode? overflow) => this with { Overflow = pool.Or(Overflow, overflow) };
}

/// <summary>An expression's value in its type.</summary>
internal sealed record Piece(SqlNode Value, Flags Flags)
{
    /// <summary>A value that never overflows.</summary>
    internal Piece(SqlNode value)
        : this(value, Flags.None)
    {
    }
}

/// <summary>An exact value before it is checked: the unscaled integer, a BIGINT where the bounds fit one, else a DECIMAL(38,0).</summary>
/// <param name="Value">The integer; NULL also where it is beyond 38 digits.</param>
/// <param name="Low">The least that it can be.</param>
/// <param name="High">The greatest that it can be.</param>
/// <param name="Flags">Flags of its operands.</param>
internal sealed record WidePiece(SqlNode Value, BigInteger Low, BigInteger High, Flags Flags)
{
    /// <summary>TRUE where the integer has more than 38 digits; null where it cannot.</summary>
    internal SqlNode? Beyond { get; init; }

    /// <summary>TRUE where it certainly needs more than 128 bits.</summary>
    internal SqlNode? TooWide { get; init; }

    /// <summary>True when the value is a BIGINT.</summary>
    internal bool IsLong => Low >= long.MinValue && High <= long.MaxValue;
}
