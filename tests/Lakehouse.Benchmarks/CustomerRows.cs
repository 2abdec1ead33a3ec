using System.Buffers.Binary;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;

namespace Lakehouse.Benchmarks;

/// <summary>The rows of a customers' view: one for each key from 0, all of one instant; as SQL for gold, and as the online store's bytes for a client without it.</summary>
internal sealed class CustomerRows
{
    public const long ValidFromMicros = 1_750_000_000_000_000;
    public const long KnownAtMicros = ValidFromMicros + 5_000_000;

    /// <summary>The run's clock and its frontier: the one instant at which the store's rows are complete.</summary>
    public const long CompleteMicros = ValidFromMicros + 1_000_000;

    private const int LaterApart = 10;
    private const long MicrosApart = 10_000_000;

    private readonly EntityViewDefinition view;
    private readonly RowCodec codec;
    private readonly int features;

    public CustomerRows(EntityViewDefinition view)
    {
        this.view = view;
        codec = new(view);
        features = view.Columns.Length;
        Template = codec.Encode(Row(0));
        foreach (var key in new[] { 1L, 77_777L }) Check(key);
    }

    /// <summary>The encoded row of key 0; the rows of other keys differ in their values alone.</summary>
    public byte[] Template { get; }

    /// <summary>A feature's value; a whole number of thousandths, so that SQL and C# agree.</summary>
    public static double Value(long key, int feature) => (((key * 7919) + (feature * 104_729L) + (key * key % 65_537 * 31)) % 1_000_003) / 1000.0;

    /// <summary>Writes the key as the store does.</summary>
    public static void FillKey(Span<byte> bytes, long key) => BinaryPrimitives.WriteInt64BigEndian(bytes, key ^ long.MinValue);

    /// <summary>Writes a key's values into a copy of <see cref="Template"/>.</summary>
    public void FillValues(Span<byte> row, long key)
    {
        var values = row[^(features * sizeof(double))..];
        for (var feature = 0; feature < features; feature++) BinaryPrimitives.WriteDoubleLittleEndian(values[(feature * sizeof(double))..], Value(key, feature));
    }

    /// <summary>True for the keys that have a row of a generation: all of the first, every tenth of a later one.</summary>
    public static bool IsOf(long key, int generation) => generation == 0 || key % LaterApart == generation % LaterApart;

    /// <summary>How much later than the first generation's the instants of a generation are.</summary>
    public static long MicrosLater(int generation) => generation * MicrosApart;

    /// <summary>SELECT of gold's rows of a generation; its values are greater by its number than the first one's.</summary>
    public string Sql(int keys, int generation = 0)
    {
        var (later, validFrom) = (MicrosLater(generation), ValidFromMicros + MicrosLater(generation));
        return $"SELECT k AS customer, make_timestamptz({validFrom}) AS valid_from, make_timestamptz({validFrom}) AS event_time, "
            + string.Concat(Enumerable.Range(0, features).Select(i => $"CAST((k * 7919 + {i * 104_729L} + k * k % 65537 * 31) % 1000003 AS DOUBLE) / 1000::DOUBLE + {generation} AS f{i}, "))
            + $"false AS retracted, make_timestamptz({KnownAtMicros + later}) AS known_at FROM (SELECT CAST(range AS BIGINT) AS k FROM range({keys}))"
            + (generation == 0 ? "" : $" WHERE k % {LaterApart} = {generation % LaterApart}");
    }

    private OnlineRow Row(long key)
    {
        var values = Enumerable.Range(0, features).Select(i => Features.Value.Double(Value(key, i)));
        return new([Features.Value.Int64(key)], ValidFromMicros, ValidFromMicros, [.. values], Retracted: false, KnownAtMicros);
    }

    private void Check(long key)
    {
        var (bytes, row) = (new byte[sizeof(long)], (byte[])Template.Clone());
        FillKey(bytes, key);
        FillValues(row, key);
        if (!row.AsSpan().SequenceEqual(codec.Encode(Row(key))) || !bytes.AsSpan().SequenceEqual(new KeyCodec(view).Encode(Row(key).Key)))
            throw new InvalidOperationException("The store encodes rows otherwise than this benchmark does.");
    }
}
