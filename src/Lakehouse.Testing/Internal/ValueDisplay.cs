using System.Globalization;
using Lakehouse.Features;

namespace Lakehouse.Testing.Internal;

/// <summary>Values as a reader of a failed test wants to see them: with every bit that makes two of them differ.</summary>
internal static class ValueDisplay
{
    internal static string Of(Value value, DataType type) => value.IsNull ? "NULL" : type.Kind switch
    {
        TypeKind.Double => Double(value.AsDouble),
        TypeKind.String => $"'{Escaped(value.AsString)}'",
        TypeKind.Binary => "0x" + Convert.ToHexStringLower(value.AsBinary),
        TypeKind.DoubleList => $"[{string.Join(", ", value.AsDoubleList.Select(x => x is { } item ? Double(item) : "NULL"))}]",
        TypeKind.Timestamp => Instant(value.AsInt64),
        TypeKind.Bool => value.AsBool ? "true" : "false",
        TypeKind.Int64 => value.AsInt64.ToString(CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{ClrValues.ToClr(value, type)}"),
    };

    internal static string Of(IReadOnlyList<Value> key, IReadOnlyList<Field> fields) => string.Join(' ', fields.Select((f, i) => $"{f.Name}={Of(key[i], f.Type)}"));

    /// <summary>An instant to the microsecond; a bare number where the calendar of .NET ends.</summary>
    internal static string Instant(long micros)
    {
        try
        {
            return DateTimeOffset.UnixEpoch.AddTicks(checked(micros * TimeSpan.TicksPerMicrosecond)).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{micros}µs");
        }
    }

    private static string Double(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escaped(string text) => string.Concat(text.Select(c => c is < ' ' or (>= '\u0300' and <= '\u036F') ? $"\\u{(int)c:x4}" : c.ToString()));
}
