namespace Lakehouse.Delta.Internal.Log;

/// <summary>The parts of an add action that are kept as UTF-8, in a buffer that many actions may share.</summary>
/// <param name="Buffer">The buffer; null when there are no such parts.</param>
/// <param name="Offset">Where the statistics begin; the other fields follow them.</param>
/// <param name="StatsLength">Bytes of the statistics' JSON.</param>
/// <param name="OthersLength">Bytes of the other fields' JSON object.</param>
internal readonly record struct AddText(byte[]? Buffer, int Offset, int StatsLength, int OthersLength)
{
    /// <summary>The statistics' JSON; empty when there are none.</summary>
    public ReadOnlyMemory<byte> Stats => Buffer.AsMemory(Offset, StatsLength);

    /// <summary>A JSON object of the fields that <see cref="DataFile"/> has no property for, unknown ones among them; empty when there are none.</summary>
    public ReadOnlyMemory<byte> Others => Buffer.AsMemory(Offset + StatsLength, OthersLength);
}
