using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Internal.Evaluation;

/// <summary>UTC calendar parts and moves of instants.</summary>
internal static class TimeNodes
{
    internal static RowFunction Compile(NodeCompiler compiler, CallExpr call)
    {
        var operand = compiler.Compile(call.Arguments[0]);
        var kind = call.Arguments[0].Type.Kind;
        return (call.Function, kind) switch
        {
            (Function.AsUtc, TypeKind.TimestampNtz) => operand,
            (Function.Hour, TypeKind.Timestamp) => Map(operand, static x => Calendar.TimeOfDay(x) / 3_600_000_000),
            (Function.Minute, TypeKind.Timestamp) => Map(operand, static x => Calendar.TimeOfDay(x) / 60_000_000 % 60),
            (Function.Second, TypeKind.Timestamp) => Map(operand, static x => Calendar.TimeOfDay(x) / 1_000_000 % 60),
            (Function.DateOf, TypeKind.Timestamp) => Map(operand, static x => Calendar.FloorDivide(x, Calendar.DayMicros)),
            (Function.MidnightUtc, TypeKind.Date) => Map(operand, static x => x * Calendar.DayMicros),
            (Function.AddMicros, TypeKind.Timestamp) => Add(call, operand, ExactNodes.Compile(compiler, call.Arguments[1])),
            (_, TypeKind.Date) => Map(operand, DayPart(call)),
            (_, TypeKind.Timestamp) when DayPart(call) is var part => Map(operand, x => part(Calendar.FloorDivide(x, Calendar.DayMicros))),
            _ => throw NodeCompiler.Unfit(call),
        };
    }

    private static Func<long, long> DayPart(CallExpr call) => call.Function switch
    {
        Function.Year => static days => Calendar.Civil(days).Year,
        Function.Month => static days => Calendar.Civil(days).Month,
        Function.Day => static days => Calendar.Civil(days).Day,
        Function.DayOfYear => static days => Calendar.DayOfYear(days),
        Function.IsoDayOfWeek => static days => days + 3 - Calendar.FloorDivide(days + 3, 7) * 7 + 1,
        _ => throw NodeCompiler.Unfit(call),
    };

    private static RowFunction Map(RowFunction operand, Func<long, long> map) => row => operand(row) is { IsNull: false } value ? Value.Int64(map(value.AsInt64)) : Value.Null;

    private static RowFunction Add(CallExpr call, RowFunction instant, WideFunction micros) => row =>
    {
        var start = instant(row);
        if (!micros(row, out var move) | start.IsNull) return Value.Null;
        var moved = Wide.Add(start.AsInt64, move);
        return moved >= Calendar.MinMicros && moved <= Calendar.MaxMicros ? Value.Int64((long)moved) : throw NodeCompiler.Overflow(call);
    };
}
