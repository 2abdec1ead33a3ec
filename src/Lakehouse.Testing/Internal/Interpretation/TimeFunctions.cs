using System.Numerics;
using Lakehouse.Features;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Testing.Internal.Interpretation;

/// <summary>Parts and moves of instants and days, in UTC.</summary>
internal static class TimeFunctions
{
    private static readonly long LeastInstant = (DateTime.MinValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    private static readonly long GreatestInstant = (DateTime.MaxValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    internal static object? Of(Interpreter interpreter, CallExpr call)
    {
        var a = call.Arguments.Select(interpreter.Evaluate).ToArray();
        if (a.Any(part => part is null)) return null;
        var value = (long)a[0]!;
        return call.Function switch
        {
            Function.AsUtc => value,
            Function.AddMicros => Moved(value, ((ExactNumber)a[1]!).Unscaled),
            Function.MidnightUtc => value * CalendarDay.Micros,
            Function.DateOf => CalendarDay.Floor(value, CalendarDay.Micros),
            _ => new ExactNumber(Part(call, value), 0),
        };
    }

    private static long Part(CallExpr call, long value)
    {
        var isDay = call.Arguments[0].Type.Kind == TypeKind.Date;
        var day = isDay ? CalendarDay.Of(value) : CalendarDay.OfInstant(value);
        var time = isDay ? TimeSpan.Zero : CalendarDay.TimeOfDay(value);
        return call.Function switch
        {
            Function.Year => day.Year,
            Function.Month => day.InCycle.Month,
            Function.Day => day.InCycle.Day,
            Function.DayOfYear => day.InCycle.DayOfYear,
            Function.IsoDayOfWeek => day.InCycle.DayOfWeek == DayOfWeek.Sunday ? 7 : (long)day.InCycle.DayOfWeek,
            Function.Hour => time.Hours,
            Function.Minute => time.Minutes,
            Function.Second => time.Seconds,
            _ => throw new InvalidOperationException($"{call.Function} is no function of time."),
        };
    }

    private static long Moved(long instant, BigInteger micros)
    {
        var moved = instant + micros;
        return moved >= LeastInstant && moved <= GreatestInstant ? (long)moved : throw new ValueOverflowException("The moved instant lies outside the calendar.");
    }
}
