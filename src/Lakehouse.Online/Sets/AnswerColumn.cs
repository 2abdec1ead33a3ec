using System.Buffers.Binary;
using Lakehouse.Features;
using Lakehouse.Online.Internal;

namespace Lakehouse.Online.Sets;

/// <summary>One feature of a <see cref="SetAnswer"/>, read where the lookup left it: nothing is copied for a value.</summary>
public readonly struct AnswerColumn
{
    private readonly ViewAnswer? view;
    private readonly Value[] computed;
    private readonly int position;
    private readonly int width;
    private readonly FeatureStatus nulls;
    private readonly FaultCollector? faults;

    internal AnswerColumn(ViewAnswer view, int position) => (this.view, computed, this.position) = (view, [], position);

    internal AnswerColumn(Value[] computed, int position, int width, FeatureStatus nulls, FaultCollector? faults) =>
        (this.computed, this.position, this.width, this.nulls, this.faults) = (computed, position, width, nulls, faults);

    /// <summary>Reads all rows of a column whose values lie in 64 bits.</summary>
    /// <param name="statuses">Filled with the <see cref="FeatureStatus"/> of each row.</param>
    /// <param name="bits">Filled with eight bytes for each row, little-endian; 0 unless its status is <see cref="FeatureStatus.Present"/>.</param>
    public void ReadBits(Span<byte> statuses, Span<byte> bits)
    {
        if (view is not null)
        {
            view.ReadBits(position, statuses, bits);
            return;
        }

        for (var row = 0; row < statuses.Length; row++)
        {
            statuses[row] = (byte)Read(row, out var value);
            BinaryPrimitives.WriteInt64LittleEndian(bits[(row * sizeof(long))..], value.AsInt64);
        }
    }

    /// <summary>What the value in a row is.</summary>
    /// <param name="row">Row of the batch.</param>
    /// <param name="value">The value; NULL unless the status is <see cref="FeatureStatus.Present"/>.</param>
    public FeatureStatus Read(int row, out Value value)
    {
        if (view is not null) return view.Read(row, position, out value);
        var cell = (row * width) + position;
        value = computed[cell];
        if (!value.IsNull) return FeatureStatus.Present;
        return faults is not null && faults.HasFailed(cell) ? FeatureStatus.Error : nulls;
    }
}
