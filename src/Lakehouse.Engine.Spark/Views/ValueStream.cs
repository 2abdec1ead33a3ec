using System.Collections.Immutable;
using System.Numerics;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.Spark.Views;

/// <summary>How wide the sums of a stream have to be so that no step of them can overflow.</summary>
internal enum SumWidth
{
    /// <summary>BIGINT holds them whatever the order of addition.</summary>
    Narrow,

    /// <summary>DECIMAL(38,0) holds them.</summary>
    Wide,

    /// <summary>They may exceed DECIMAL(38,0): summed in two limbs, each of which it holds.</summary>
    Limbs,
}

/// <summary>What one aggregate argument under one filter gives: all aggregates that have both share its columns.</summary>
/// <param name="Index">Its number in the view.</param>
/// <param name="Argument">What is aggregated; null for events as such.</param>
/// <param name="Filter">Which events count; null for all.</param>
/// <param name="Uses">The aggregates that are asked for.</param>
/// <param name="CanOverflow">Whether argument or filter may overflow for an event.</param>
/// <param name="Bounds">What is known of the view's input.</param>
internal sealed record ValueStream(int Index, Expr? Argument, Expr? Filter, ImmutableHashSet<Aggregate> Uses, bool CanOverflow, ViewBounds Bounds)
{
    /// <summary>Most digits of a DECIMAL, whose greatest value is 10^38 − 1.</summary>
    public static readonly BigInteger WideLimit = BigInteger.Pow(10, 38) - 1;

    private static readonly Aggregate[] Moments = [Aggregate.Var, Aggregate.VarPop, Aggregate.StdDev, Aggregate.StdDevPop];

    /// <summary>Whether squares are summed.</summary>
    public bool HasSquares => Moments.Any(Uses.Contains);

    /// <summary>Whether values are summed.</summary>
    public bool HasSums => HasSquares || Uses.Contains(Aggregate.Sum) || Uses.Contains(Aggregate.Mean);

    /// <summary>Whether values are counted.</summary>
    public bool HasCounts => HasSquares || Uses.Contains(Aggregate.Count) || Uses.Contains(Aggregate.Mean);

    /// <summary>Whether different values are counted.</summary>
    public bool HasDistinct => Uses.Contains(Aggregate.CountDistinct);

    /// <summary>The aggregates that need the values themselves: Min, Max, First, Last.</summary>
    public IEnumerable<Aggregate> Extremes => Uses.Where(use => use is Aggregate.Min or Aggregate.Max or Aggregate.First or Aggregate.Last).Order();

    /// <summary>Digits after the point of the argument.</summary>
    public int Scale => Argument?.Type.Scale ?? 0;

    /// <summary>Width of sums.</summary>
    public SumWidth Sums => Fits(1, long.MaxValue) ? SumWidth.Narrow : SumWidth.Wide;

    /// <summary>Width of sums of squares.</summary>
    public SumWidth Squares => Fits(2, long.MaxValue) ? SumWidth.Narrow : Fits(2, WideLimit) ? SumWidth.Wide : SumWidth.Limbs;

    /// <summary>Whether n·Q and S² are certain to stay below a limit.</summary>
    public bool SpreadFits(BigInteger limit) => Bounds.Events is { } events && events <= long.MaxValue && Fits(2, limit / Math.Max(events, 1));

    /// <summary>Whether all sums of the values' power are certain to stay at or below a limit.</summary>
    public bool Fits(int power, BigInteger limit) => Argument is { Type.IsExact: true } && Bounds.SumFits(Argument, power, limit);
}
