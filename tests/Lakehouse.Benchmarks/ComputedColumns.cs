using System.Text;
using Lakehouse.Delta;

namespace Lakehouse.Benchmarks;

/// <summary>Three million rows of twelve computed columns as a feature view has them: a key, two instants, six nullable integers, three nullable doubles; sorted by key and time.</summary>
internal sealed class ComputedColumns
{
    public const int Rows = 3_000_000;
    public const int Integers = 6;
    public const int Doubles = 3;
    private const int Keys = 229;
    private const long FirstMicros = 978_307_200_000_000;

    private ComputedColumns()
    {
    }

    public static TableSchema Schema { get; } = new([
        new("key", new PrimitiveType("string"), Nullable: false),
        new("valid_from", new PrimitiveType("timestamp"), Nullable: false),
        new("valid_to", new PrimitiveType("timestamp"), Nullable: false),
        .. Enumerable.Range(0, Integers).Select(i => new TableColumn($"count_{i}", new PrimitiveType("long"))),
        .. Enumerable.Range(0, Doubles).Select(i => new TableColumn($"mean_{i}", new PrimitiveType("double"))),
    ]);

    public byte[][] Key { get; } = new byte[Rows][];

    public long[] From { get; } = new long[Rows];

    public long[] To { get; } = new long[Rows];

    public (long[] Values, bool[] Present)[] Integer { get; } = [.. Enumerable.Range(0, Integers).Select(_ => (new long[Rows], new bool[Rows]))];

    public (double[] Values, bool[] Present)[] Double { get; } = [.. Enumerable.Range(0, Doubles).Select(_ => (new double[Rows], new bool[Rows]))];

    public static ComputedColumns Generate()
    {
        var columns = new ComputedColumns();
        var random = new Random(7);
        var keys = Enumerable.Range(0, Keys).Select(k => Encoding.UTF8.GetBytes($"key {k:D3}")).ToArray();
        for (var row = 0; row < Rows; row++)
        {
            var key = (int)((long)row * Keys / Rows);
            columns.Key[row] = keys[key];
            columns.From[row] = FirstMicros + ((long)(row - (key * (Rows / Keys))) * 1_200_000_000) + random.Next(60) * 60_000_000L;
            columns.To[row] = columns.From[row] + (random.Next(1, 120) * 60_000_000L);
            var count = 0L;
            foreach (var (values, present) in columns.Integer) (present[row], values[row]) = (random.Next(20) != 0, count += random.Next(200));
            foreach (var (values, present) in columns.Double) (present[row], values[row]) = (random.Next(20) != 0, random.Next(-60, 1000) / (double)random.Next(1, 40));
        }

        return columns;
    }
}
