using System.Buffers;
using System.Collections.Immutable;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;
using Lakehouse.Online.Cache;
using Lakehouse.Online.Sets;

namespace Lakehouse.Serving.Internal.Cache;

/// <summary>Rows of a view as the bytes of an answer to one key: a FeatureColumn for each of its columns, encoded once for as long as the near cache holds the row.</summary>
/// <remarks>What is encoded holds at every instant at which the row gives its values. Whether it does, at this instant, is asked anew by each call.</remarks>
internal sealed class ViewBytes
{
    /// <summary>Length of a column of eight bytes: tag and length, the field of one status, the field of one value.</summary>
    public const int Fixed = 15;

    /// <summary>Where in such a column the status is, the tag of the values, and the value.</summary>
    public const int StatusAt = 4, ValuesTagAt = 5, ValueAt = 7;
    private readonly EntityViewDefinition view;
    private readonly ImmutableArray<TypeKind> kinds;
    private readonly EncodedRow absent;
    private readonly EncodedRow expired;

    public ViewBytes(EntityViewDefinition view)
    {
        this.view = view;
        kinds = [.. view.Columns.Select(c => c.Type.Kind)];
        IsFixed = kinds.All(k => k is TypeKind.Int64 or TypeKind.Decimal or TypeKind.Timestamp or TypeKind.Date or TypeKind.Double);
        absent = Encode(row: null) with { Nulls = kinds.Length };
        expired = WithStatus(absent, FeatureStatus.Expired);
    }

    /// <summary>Number of columns.</summary>
    public int Columns => kinds.Length;

    /// <summary>True when every column is of <see cref="Fixed"/> bytes, so that columns of many rows can be put together from the rows' bytes.</summary>
    public bool IsFixed { get; }

    /// <summary>What the row is at an instant.</summary>
    /// <param name="cached">The row.</param>
    /// <param name="atMicros">An instant that it covers.</param>
    /// <param name="counts">The statuses of its values are added here.</param>
    /// <returns>Its bytes, and how many of its values are not there.</returns>
    public EncodedRow Of(CachedRow cached, long atMicros, Span<long> counts)
    {
        if (FeatureLookup.WithheldAs(view, cached.Row, atMicros) is { } withheld)
        {
            counts[(int)withheld] += kinds.Length;
            return withheld == FeatureStatus.Expired ? expired : absent;
        }

        // Two that encode it at once make the same bytes.
        var encoded = cached.Encoded ??= Encode(cached.Row);
        counts[(int)FeatureStatus.Null] += encoded.Nulls;
        counts[(int)FeatureStatus.Present] += kinds.Length - encoded.Nulls;
        return encoded;
    }

    private static EncodedRow WithStatus(EncodedRow row, FeatureStatus status)
    {
        var bytes = row.Bytes.ToArray();
        // Columns without a value are short: their lengths are one byte.
        for (var at = 0; at < bytes.Length; at += 2 + bytes[at + 1]) bytes[at + StatusAt] = (byte)status;
        return row with { Bytes = bytes };
    }

    private EncodedRow Encode(OnlineRow? row)
    {
        // At its own event time, at which no row has expired.
        var at = row?.EventTimeMicros ?? 0;
        var answer = new ViewAnswer(view, new(Marker: null, [row], IsOutOfRange: false, IsStale: false), [row], at);
        var output = new ArrayBufferWriter<byte>(Fixed * kinds.Length);
        var writer = new MessageWriter(output);
        Span<long> counts = stackalloc long[Telemetry.SetMetrics.Statuses];
        counts.Clear();
        for (var column = 0; column < kinds.Length; column++) new ColumnWriter(kinds[column], answer.Column(column), 1).WriteField(ref writer, counts);
        writer.Flush();
        return new(output.WrittenSpan.ToArray(), (int)counts[(int)FeatureStatus.Null]);
    }
}
