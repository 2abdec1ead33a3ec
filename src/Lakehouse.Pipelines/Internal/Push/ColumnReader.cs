using System.Text;
using Lakehouse.Catalog.Events;
using Lakehouse.Features;

namespace Lakehouse.Pipelines.Internal.Push;

/// <summary>Turns pushed values into values of a raw column's type, exactly or not at all.</summary>
internal sealed class ColumnReader(PushPlan plan, Field field, EventColumn column)
{
    private const int MaxScale = 28;
    private const long FirstDay = -719_162;
    private const long LastDay = 2_932_896;
    private const long DayMicros = 86_400_000_000;

    private readonly DataType type = field.Type;
    private byte[] utf8 = [];

    public bool TryRead(Value given, out Value value)
    {
        value = given;
        return column.Form switch
        {
            EventForm.Text => type.Kind == TypeKind.String || TryText(given.AsString, out value),
            EventForm.Double => type.Kind == TypeKind.Double && TryDouble(given.AsDouble, out value),
            EventForm.Bool => type.Kind == TypeKind.Bool,
            EventForm.Binary => type.Kind == TypeKind.Binary,
            EventForm.DoubleList => type.Kind == TypeKind.DoubleList && TryList(given.AsDoubleList, out value),
            _ => TryInteger(given.AsInt64, out value),
        };
    }

    private bool TryText(string text, out Value value)
    {
        var length = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (utf8.Length < length) utf8 = new byte[length];
        return plan.Parser.TryParse(utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, utf8)), type, out value);
    }

    private bool TryInteger(long given, out Value value)
    {
        value = Value.Int64(given);
        return type.Kind switch
        {
            TypeKind.Int64 => true,
            TypeKind.Date => given is >= FirstDay and <= LastDay,
            TypeKind.Timestamp or TypeKind.TimestampNtz => given >= FirstDay * DayMicros && given < (LastDay + 1) * DayMicros,
            TypeKind.Decimal => TryDecimal(given, out value),
            _ => false,
        };
    }

    private bool TryDecimal(long unscaled, out Value value)
    {
        value = Value.Null;
        if (column.Scale > MaxScale) return false;
        var exact = (Int128)unscaled;
        for (var s = column.Scale; s < type.Scale; s++) exact *= 10;
        for (var s = column.Scale; s > type.Scale; s--)
        {
            if (exact % 10 != 0) return false;
            exact /= 10;
        }

        var limit = (Int128)1;
        for (var digit = 0; digit < type.Precision; digit++) limit *= 10;
        if (Int128.Abs(exact) >= limit) return false;
        value = Value.Int64((long)exact);
        return true;
    }

    // One kind of NaN, so that equal events have equal bits.
    private static bool TryDouble(double given, out Value value)
    {
        value = Value.Double(double.IsNaN(given) ? double.NaN : given + 0.0);
        return true;
    }

    // A list in a text file has neither NaN nor infinities; NaN is NULL in every mapping anyway.
    private bool TryList(double?[] given, out Value value)
    {
        value = Value.DoubleList([.. given.Select(x => x is { } item && !double.IsNaN(item) ? item + 0.0 : (double?)null)]);
        return !plan.IsText || !Array.Exists(given, x => x is { } item && double.IsInfinity(item));
    }
}
