using System.Buffers.Binary;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Online.Sets;

/// <summary>A view's part of an answer.</summary>
public sealed class ViewAnswer
{
    private readonly OnlineRow?[] rows;
    private readonly FeatureStatus?[] withheld;
    private List<KeyFailure>? failures;

    /// <summary>What a view gave for a batch.</summary>
    /// <param name="view">The view.</param>
    /// <param name="read">What it gave.</param>
    /// <param name="rows">The row in force for each row of the batch; null where there is none.</param>
    /// <param name="atMicros">The instant of the lookup.</param>
    public ViewAnswer(EntityViewDefinition view, ViewRead read, OnlineRow?[] rows, long atMicros)
    {
        (View, Marker, IsOutOfRange, IsStale, this.rows) = (view, read.Marker, read.IsOutOfRange, read.IsStale, rows);
        withheld = new FeatureStatus?[rows.Length];
        for (var row = 0; row < rows.Length; row++) withheld[row] = IsOutOfRange ? FeatureStatus.OutOfRange : FeatureLookup.WithheldAs(view, rows[row], atMicros);
    }

    /// <summary>The view.</summary>
    public EntityViewDefinition View { get; }

    /// <summary>What the rows were read under; null before the first sync, and for gold.</summary>
    public OnlineMarker? Marker { get; }

    /// <summary>The row in force for each row of the batch; null where there is none, before the first sync and out of range.</summary>
    public ReadOnlySpan<OnlineRow?> Rows => rows;

    /// <summary>True when the instant lies before what the store keeps.</summary>
    public bool IsOutOfRange { get; }

    /// <summary>True when the answer may lack what happened before the instant.</summary>
    public bool IsStale { get; }

    /// <summary>Rows that the store could not give, by their positions in the batch.</summary>
    internal IReadOnlyList<KeyFailure> Failures => failures ?? [];

    /// <summary>True when the row's values could not be given.</summary>
    internal bool HasFailed(int row) => withheld[row] == FeatureStatus.Error;

    /// <summary>Withholds the values of a row that could not be read, unless the instant is out of range for all.</summary>
    internal void Fail(int row)
    {
        if (!IsOutOfRange) withheld[row] = FeatureStatus.Error;
    }

    internal void Fail(int row, OnlineStoreException cause)
    {
        Fail(row);
        (failures ??= []).Add(new(row, cause));
    }

    /// <summary>A column of the view in all rows.</summary>
    /// <param name="position">Position in the view's columns.</param>
    public AnswerColumn Column(int position) => new(this, position);

    /// <summary>What the value of a column of the view is.</summary>
    /// <param name="row">Row of the batch.</param>
    /// <param name="column">Position in the view's columns.</param>
    /// <param name="value">The value; NULL unless the status is <see cref="FeatureStatus.Present"/>.</param>
    public FeatureStatus Read(int row, int column, out Value value)
    {
        if (withheld[row] is { } status)
        {
            value = Value.Null;
            return status;
        }

        value = rows[row]!.Values[column];
        return FeatureLookup.StatusOf(value);
    }

    /// <summary>See <see cref="AnswerColumn.ReadBits"/>.</summary>
    internal void ReadBits(int column, Span<byte> statuses, Span<byte> bits)
    {
        for (var row = 0; row < statuses.Length; row++)
        {
            var place = bits[(row * sizeof(long))..];
            if (withheld[row] is { } status)
            {
                statuses[row] = (byte)status;
                BinaryPrimitives.WriteInt64LittleEndian(place, 0);
                continue;
            }

            ref readonly var value = ref rows[row]!.Values[column];
            statuses[row] = (byte)FeatureLookup.StatusOf(value);
            BinaryPrimitives.WriteInt64LittleEndian(place, value.AsInt64);
        }
    }
}
