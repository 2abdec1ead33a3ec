using Lakehouse.Delta.Internal.Predicates;
using Lakehouse.Delta.Writing;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>One column's value of the row at hand, kept until the row's partition is known.</summary>
/// <param name="column">The column.</param>
internal sealed class RowCell(TableColumn column) : ColumnBuffer
{
    private enum Kind
    {
        None,
        Null,
        Int64,
        Double,
        Bool,
        Bytes,
        Doubles,
    }

    private readonly (long Least, long Greatest) range = ExactComparison.Range((column.Type as PrimitiveType)?.Name ?? "") is var (_, least, greatest)
        ? (long.CreateSaturating(least), long.CreateSaturating(greatest))
        : (long.MinValue, long.MaxValue);

    private Kind kind;
    private long number;
    private double real;
    private byte[] bytes = [];
    private int length;
    private double?[] list = [];

    public TableColumn Column => column;

    public override void AppendNull()
    {
        if (!column.Nullable) throw NoValue();
        Take(Kind.Null);
    }

    public override void AppendInt64(long value)
    {
        Take(Kind.Int64);
        number = value;
    }

    public override void AppendDouble(double value)
    {
        Take(Kind.Double);
        real = value;
    }

    public override void AppendBool(bool value)
    {
        Take(Kind.Bool);
        number = value ? 1 : 0;
    }

    public override void AppendBytes(ReadOnlySpan<byte> value)
    {
        Take(Kind.Bytes);
        length = value.Length;
        if (bytes.Length < length) bytes = new byte[Math.Max(length, 2 * bytes.Length)];
        value.CopyTo(bytes);
    }

    public override void AppendDoubles(ReadOnlySpan<double?> values)
    {
        Take(Kind.Doubles);
        list = values.ToArray();
    }

    /// <summary>Hands the value to the buffer of the row's partition and forgets it.</summary>
    public void MoveTo(ColumnBuffer buffer)
    {
        switch (kind)
        {
            case Kind.Null:
                buffer.AppendNull();
                break;
            case Kind.Int64:
                buffer.AppendInt64(number);
                break;
            case Kind.Double:
                buffer.AppendDouble(real);
                break;
            case Kind.Bool:
                buffer.AppendBool(number != 0);
                break;
            case Kind.Bytes:
                buffer.AppendBytes(bytes.AsSpan(0, length));
                break;
            case Kind.Doubles:
                buffer.AppendDoubles(list);
                break;
            default:
                throw Missing();
        }

        kind = Kind.None;
    }

    /// <summary>The value as the log spells it in a partition column; forgets it.</summary>
    public string? TakePartitionText(string table)
    {
        var type = ((PrimitiveType)column.Type).Name;
        var text = kind switch
        {
            Kind.Null => null,
            Kind.Int64 when number < range.Least || number > range.Greatest => throw RowError.BeyondType(column),
            Kind.Int64 => PartitionText.OfInt64(type, number),
            Kind.Double => PartitionText.OfDouble(type, real),
            Kind.Bool => number != 0 ? "true" : "false",
            Kind.Bytes => PartitionText.OfBytes(table, column.Name, bytes.AsSpan(0, length)),
            _ => throw Missing(),
        };
        kind = Kind.None;
        return text is not null || column.Nullable ? text : throw NoValue();
    }

    private void Take(Kind given)
    {
        if (kind != Kind.None) throw new InvalidOperationException($"Column '{column.Name}' got two values for one row.");
        kind = given;
    }

    private InvalidOperationException Missing() => new($"Column '{column.Name}' got no value for a row: append one value or null to every column of a row.");

    private DeltaException NoValue() =>
        new(DeltaErrorCode.SchemaMismatch, $"Column '{column.Name}' is NOT NULL, but a row has no value for it (an empty text is none in a partition column).");
}
