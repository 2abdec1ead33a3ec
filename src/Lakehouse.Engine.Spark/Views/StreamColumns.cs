using System.Globalization;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.Spark.Views;

/// <summary>The columns of one <see cref="ValueStream"/> from the event to the running values of each window.</summary>
/// <remarks>
/// 1. Counts and sums: what an event adds when it enters a window it takes away when it leaves.
/// 2. Extremes, by van Herk: the axis of instants is cut in blocks as long as the window. The row at which an event leaves lies in the block after the one it entered in, so the
///    window of an instant is what entered in its block so far and what will still leave in its block. Blocks need no sort of their own: a value runs along the whole key with its
///    block in front, so that the nearest block always wins, and counts only where it is the row's.
/// 3. Different values: a value enters where none like it is in the window, and leaves where none like it follows within the window.
/// </remarks>
/// <param name="stream">The stream.</param>
/// <param name="windows">The view's windows.</param>
/// <param name="hasGrid">Whether events of different times may enter at one instant.</param>
internal sealed class StreamColumns(ValueStream stream, IReadOnlyList<ViewWindow> windows, bool hasGrid)
{
    private const string Limb = "CAST(10000000000000000000 AS DECIMAL(38,0))";

    private readonly int s = stream.Index;

    /// <summary>Columns of an event beside its value x and overflow v: n, u, q, previous and next instant of the same value.</summary>
    public IEnumerable<string> OfEvent(string isEvent)
    {
        var x = $"x{s}";
        if (stream.HasCounts) yield return $"CASE WHEN {(stream.Argument is null && stream.Filter is null ? isEvent : $"{x} IS NOT NULL")} THEN 1 END AS n{s}";
        if (stream.HasSums) yield return $"CAST({Scaled(x)} AS {(stream.Sums == SumWidth.Narrow ? "BIGINT" : "DECIMAL(38,0)")}) AS u{s}";
        if (stream.HasSquares) yield return $"{Square(Scaled(x))} AS q{s}";
        if (!stream.HasDistinct) yield break;
        yield return $"lag(e) OVER same{s} AS pe{s}";
        yield return $"lead(e) OVER same{s} AS ne{s}";
    }

    /// <summary>The frame that <see cref="OfEvent"/> names; null where it names none.</summary>
    public string? SameValues(string keys) => stream.HasDistinct ? $"same{s} AS (PARTITION BY {keys}, x{s} ORDER BY e)" : null;

    /// <summary>Aggregates over the rows of one key and instant; a row is an event's entry (w = 0) or leave of a window (w = its place).</summary>
    public IEnumerable<string> Grouped()
    {
        foreach (var extreme in stream.Extremes) yield return $"{Extreme(extreme, 0)} AS {Name(extreme)}{s}";
        foreach (var window in windows)
        {
            var i = window.Index;
            if (stream.HasCounts) yield return $"{Signed($"n{s}", window)} AS n{s}_{i}";
            if (stream.HasSums) yield return $"{Signed($"u{s}", window)} AS u{s}_{i}";
            if (stream.HasSquares && stream.Squares != SumWidth.Limbs) yield return $"{Signed($"q{s}", window)} AS q{s}_{i}";
            if (stream.HasSquares && stream.Squares == SumWidth.Limbs)
            {
                yield return $"{Signed($"CAST((q{s} - q{s} % {Limb}) / {Limb} AS DECIMAL(38,0))", window)} AS h{s}_{i}";
                yield return $"{Signed($"CAST(q{s} % {Limb} AS DECIMAL(38,0))", window)} AS l{s}_{i}";
            }

            if (stream.HasDistinct) yield return $"{Distinct(window)} AS d{s}_{i}";
            if (stream.CanOverflow) yield return $"{Signed($"CASE WHEN v{s} THEN 1 END", window)} AS v{s}_{i}";
            if (!window.Ends) continue;
            foreach (var extreme in stream.Extremes) yield return $"{Extreme(extreme, window.Place)} AS {Name(extreme)}{s}_{i}";
        }
    }

    /// <summary>What runs along the grouped timeline.</summary>
    public IEnumerable<RunningColumn> Running()
    {
        string[] sums = [.. Sums()];
        foreach (var window in windows)
        {
            foreach (var sum in sums) yield return new($"r{sum}{s}_{window.Index}", $"{sum}{s}_{window.Index}", $"{sum}{s}_{window.Index}", Fold.Sum);
            foreach (var extreme in stream.Extremes)
            {
                yield return Nearest(extreme, window, isAhead: false);
                if (window.Ends) yield return Nearest(extreme, window, isAhead: true);
            }
        }
    }

    /// <summary>The running values as they are used: n, u, z (n·Q − S² as DOUBLE, NULL where n·Q reaches 10^38), d, v and the extremes.</summary>
    public IEnumerable<string> Settled()
    {
        foreach (var window in windows)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{s}_{window.Index}");
            if (stream.HasCounts) yield return $"coalesce(rn{at}, 0L) AS n{at}";
            if (stream.HasSums) yield return $"coalesce(ru{at}, 0) AS u{at}";
            if (stream.HasSquares) yield return $"{Spread(at)} AS z{at}";
            if (stream.HasDistinct) yield return $"coalesce(rd{at}, 0L) AS d{at}";
            if (stream.CanOverflow) yield return $"coalesce(rv{at}, 0L) > 0 AS v{at}";
            foreach (var extreme in stream.Extremes)
            {
                var (behind, ahead) = ($"b{Name(extreme)}{at}", $"a{Name(extreme)}{at}");
                yield return !window.Ends ? $"{behind} AS {Name(extreme)}{at}" : extreme switch
                {
                    Aggregate.Min => $"least({behind}, {ahead}) AS {Name(extreme)}{at}",
                    Aggregate.Max => $"greatest({behind}, {ahead}) AS {Name(extreme)}{at}",
                    Aggregate.Last => $"coalesce({behind}.x, {ahead}.x) AS {Name(extreme)}{at}",
                    _ => $"coalesce({ahead}.x, {behind}.x) AS {Name(extreme)}{at}",
                };
            }
        }
    }

    /// <summary>Short name of an extreme.</summary>
    public static string Name(Aggregate extreme) => extreme switch
    {
        Aggregate.Min => "mn",
        Aggregate.Max => "mx",
        Aggregate.First => "fi",
        _ => "la",
    };

    private IEnumerable<string> Sums()
    {
        if (stream.HasCounts) yield return "n";
        if (stream.HasSums) yield return "u";
        if (stream.HasSquares && stream.Squares != SumWidth.Limbs) yield return "q";
        if (stream.HasSquares && stream.Squares == SumWidth.Limbs) yield return "h";
        if (stream.HasSquares && stream.Squares == SumWidth.Limbs) yield return "l";
        if (stream.HasDistinct) yield return "d";
        if (stream.CanOverflow) yield return "v";
    }

    /// <summary>A decimal's unscaled integer.</summary>
    private string Scaled(string value) => stream.Scale == 0 ? value : $"({value} div {(stream.Scale == 1 ? "0.1" : "0." + new string('0', stream.Scale - 1) + "1")}BD)";

    private string Square(string value)
    {
        var type = stream.Squares == SumWidth.Narrow ? "BIGINT" : "DECIMAL(38,0)";
        return $"CAST({value} AS {type}) * CAST({value} AS {type})";
    }

    private static string Signed(string value, ViewWindow window) =>
        window.Ends ? $"sum(CASE w WHEN 0 THEN {value} WHEN {window.Place} THEN -({value}) END)" : $"sum(CASE w WHEN 0 THEN {value} END)";

    private string Distinct(ViewWindow window)
    {
        if (window.Length is not { } length) return $"sum(CASE WHEN w = 0 AND x{s} IS NOT NULL AND pe{s} IS NULL THEN 1 END)";
        return $"sum(CASE WHEN x{s} IS NULL THEN 0 WHEN w = 0 AND (pe{s} IS NULL OR e - pe{s} > {length}L) THEN 1 "
            + $"WHEN w = {window.Place} AND (ne{s} IS NULL OR ne{s} - e > {length}L) THEN -1 END)";
    }

    /// <summary>Among the events that enter (place 0) or leave at one instant.</summary>
    private string Extreme(Aggregate extreme, int place)
    {
        var order = $"CASE WHEN w = {place} AND x{s} IS NOT NULL THEN {(hasGrid ? "named_struct('t', t, 'id', id)" : "id")} END";
        return extreme switch
        {
            Aggregate.Min => $"min(CASE w WHEN {place} THEN x{s} END)",
            Aggregate.Max => $"max(CASE w WHEN {place} THEN x{s} END)",
            Aggregate.First => $"min_by(x{s}, {order})",
            _ => $"max_by(x{s}, {order})",
        };
    }

    private RunningColumn Nearest(Aggregate extreme, ViewWindow window, bool isAhead)
    {
        var isLeast = extreme is Aggregate.Min or Aggregate.First;
        var value = $"{Name(extreme)}{s}{(isAhead ? $"_{window.Index}" : "")}";
        var block = isLeast == isAhead ? window.Block : $"-({window.Block})";
        var at = extreme is Aggregate.First or Aggregate.Last ? ", 'ts', ts" : "";
        var taken = extreme is Aggregate.Min or Aggregate.Max || !window.Ends ? ".x" : "";
        return new(
            $"{(isAhead ? 'a' : 'b')}{Name(extreme)}{s}_{window.Index}",
            value,
            $"CASE WHEN {value} IS NOT NULL THEN named_struct('b', {block}{at}, 'x', {value}) END",
            isLeast ? Fold.Least : Fold.Greatest,
            isAhead)
        {
            Settle = folded => $"CASE WHEN {folded}.b = {block} THEN {folded}{taken} END",
        };
    }

    /// <summary>Most windows have few and small values: then 64 bits hold n·Q, and S², which is never greater.</summary>
    private string Spread(string at)
    {
        var squares = stream.Squares == SumWidth.Limbs ? $"try_add(try_multiply(rh{at}, {Limb}), rl{at})" : $"CAST(rq{at} AS DECIMAL(38,0))";
        var sum = $"CAST(ru{at} AS DECIMAL(38,0))";
        var wide = $"CAST(try_multiply(CAST(rn{at} AS DECIMAL(38,0)), {squares}) - try_multiply({sum}, {sum}) AS DOUBLE)";
        if (stream.Squares != SumWidth.Narrow) return wide;
        return $"CASE WHEN rn{at} < 2147483648L AND rq{at} < 4294967296L THEN CAST(rn{at} * rq{at} - ru{at} * ru{at} AS DOUBLE) ELSE {wide} END";
    }
}
