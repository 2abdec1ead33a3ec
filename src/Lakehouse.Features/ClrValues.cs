using System.Globalization;
using Lakehouse.Features.Internal.Authoring;

namespace Lakehouse.Features;

/// <summary>Between values of columns and the C# objects that authors write and read.</summary>
public static class ClrValues
{
    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>The columns of a contract record as a row.</summary>
    /// <param name="record">The record; its properties name the columns as in the contract.</param>
    /// <param name="columns">The columns wanted, in order.</param>
    /// <exception cref="ArgumentException">The record has no property for a column.</exception>
    public static Value[] ReadRecord(object record, IReadOnlyList<Field> columns)
    {
        var shape = RecordReader.Snake(record.GetType(), "A row");
        return [.. columns.Select(column => shape.Columns.FirstOrDefault(c => c.Field.Name == column.Name) is { } found
            ? FromClr(record.GetType().GetProperty(found.Property)!.GetValue(record), column.Type)
            : throw new ArgumentException($"{record.GetType().Name} has no property for column {column.Name}.", nameof(record)))];
    }

    /// <summary>The value that an object stands for in a column of a type.</summary>
    /// <exception cref="ArgumentException">The object is of another type, or finer than the column.</exception>
    public static Value FromClr(object? value, DataType type) => (type.Kind, value) switch
    {
        (_, null) => Value.Null,
        (TypeKind.Bool, bool flag) => Value.Bool(flag),
        (TypeKind.Int64, sbyte or byte or short or ushort or int or uint or long) => Value.Int64(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        (TypeKind.Double, double or float or int or long) => Value.Double(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        (TypeKind.Decimal, decimal or int or long) => FromDecimal(Convert.ToDecimal(value, CultureInfo.InvariantCulture), type),
        (TypeKind.String, string text) => Value.String(text),
        (TypeKind.Timestamp, DateTimeOffset instant) => Value.Int64(Micros(instant.UtcTicks)),
        (TypeKind.TimestampNtz, DateTime time) => Value.Int64(Micros(time.Ticks)),
        (TypeKind.Date, DateOnly date) => Value.Int64(date.DayNumber - EpochDay),
        (TypeKind.Binary, byte[] bytes) => Value.Binary(bytes),
        (TypeKind.DoubleList, IEnumerable<double> list) => Value.DoubleList([.. list.Select(x => (double?)x)]),
        (TypeKind.DoubleList, IEnumerable<double?> list) => Value.DoubleList([.. list]),
        _ => throw new ArgumentException($"A {value.GetType().Name} is no value of {type}.", nameof(value)),
    };

    /// <summary>The object for a value: bool, long, decimal, double, string, DateTimeOffset, DateTime, DateOnly, byte[], double?[] or null.</summary>
    public static object? ToClr(Value value, DataType type) => value.IsNull ? null : type.Kind switch
    {
        TypeKind.Bool => value.AsBool,
        TypeKind.Int64 => value.AsInt64,
        TypeKind.Double => value.AsDouble,
        TypeKind.Decimal => ToDecimal(value.AsInt64, type.Scale),
        TypeKind.String => value.AsString,
        TypeKind.Timestamp => DateTimeOffset.UnixEpoch.AddTicks(value.AsInt64 * TimeSpan.TicksPerMicrosecond),
        TypeKind.TimestampNtz => new DateTime(DateTime.UnixEpoch.Ticks + value.AsInt64 * TimeSpan.TicksPerMicrosecond, DateTimeKind.Unspecified),
        TypeKind.Date => DateOnly.FromDayNumber((int)value.AsInt64 + EpochDay),
        TypeKind.Binary => value.AsBinary,
        TypeKind.DoubleList => value.AsDoubleList,
        _ => throw new InvalidOperationException($"No object for {type}."),
    };

    private static decimal ToDecimal(long unscaled, int scale)
    {
        var magnitude = (ulong)Math.Abs(unscaled);
        return new((int)(uint)magnitude, (int)(uint)(magnitude >> 32), 0, unscaled < 0, (byte)scale);
    }

    private static Value FromDecimal(decimal value, DataType type)
    {
        var rounded = decimal.Round(value, type.Scale);
        if (rounded != value) throw new ArgumentException($"The decimal has more than the {type.Scale} digits after the point that {type} holds.", nameof(value));
        for (var i = 0; i < type.Scale; i++) rounded *= 10;
        return Value.Int64((long)rounded);
    }

    private static long Micros(long ticks)
    {
        var sinceEpoch = ticks - DateTime.UnixEpoch.Ticks;
        return sinceEpoch % TimeSpan.TicksPerMicrosecond == 0
            ? sinceEpoch / TimeSpan.TicksPerMicrosecond
            : throw new ArgumentException("The time is finer than a microsecond.", nameof(ticks));
    }
}
