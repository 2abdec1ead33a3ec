using System.Globalization;
using Lakehouse.Features.Internal.Translation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Lakehouse.Analyzers.Internal.Reading;

/// <summary>Spans that source text shows: TimeSpan.FromHours(1), new TimeSpan(1, 0, 0), TimeSpan.Zero.</summary>
internal static class TimeSpans
{
    internal static bool TryValue(IOperation operation, out object? value)
    {
        value = null;
        if (!SymbolTypes.Of(operation.Type).Is(ClrType.TimeSpan)) return false;
        value = operation switch
        {
            IInvocationOperation { Arguments: [{ Value: var count }, ..] } call when Rest(call).All(IsZero) && TryNumber(count, out var number) =>
                From(call.TargetMethod.Name, number),
            IObjectCreationOperation creation => New([.. creation.Arguments.Select(a => TryNumber(a.Value, out var part) ? (long?)part : null)]),
            IFieldReferenceOperation { Field.Name: "Zero" } => TimeSpan.Zero,
            IFieldReferenceOperation { Field.Name: "MaxValue" } => TimeSpan.MaxValue,
            IFieldReferenceOperation { Field.Name: "MinValue" } => TimeSpan.MinValue,
            _ => null,
        };
        return value is not null;
    }

    private static IEnumerable<IArgumentOperation> Rest(IInvocationOperation call) => call.Arguments.Skip(1);

    private static bool IsZero(IArgumentOperation argument) => TryNumber(argument.Value, out var number) && number == 0;

    private static bool TryNumber(IOperation operation, out decimal number)
    {
        number = 0;
        if (!ConstantOperations.TryValue(operation, out var value) || value is not (int or long or double)) return false;
        if (value is double.NaN or > 1E15 or < -1E15) return false;
        number = Convert.ToDecimal(value, CultureInfo.InvariantCulture);
        return true;
    }

    private static TimeSpan? From(string method, decimal count)
    {
        decimal? unit = method switch
        {
            "FromDays" => TimeSpan.TicksPerDay,
            "FromHours" => TimeSpan.TicksPerHour,
            "FromMinutes" => TimeSpan.TicksPerMinute,
            "FromSeconds" => TimeSpan.TicksPerSecond,
            "FromMilliseconds" => TimeSpan.TicksPerMillisecond,
            "FromMicroseconds" => 10,
            "FromTicks" => 1,
            _ => null,
        };
        return unit is { } ticks && Math.Abs(count * ticks) < long.MaxValue ? new TimeSpan((long)(count * ticks)) : null;
    }

    private static TimeSpan? New(long?[] parts) => Array.Exists(parts, p => p is null) ? null : parts switch
    {
        [{ } ticks] => new TimeSpan(ticks),
        [{ } hours, { } minutes, { } seconds] => new TimeSpan((int)hours, (int)minutes, (int)seconds),
        [{ } days, { } hours, { } minutes, { } seconds] => new TimeSpan((int)days, (int)hours, (int)minutes, (int)seconds),
        _ => null,
    };
}
