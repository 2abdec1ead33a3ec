using System.Text;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Instants;

namespace Lakehouse.Benchmarks;

/// <summary>Digests the product's blocks.</summary>
internal sealed class DigestSink(WindowDigest digest, int windows) : IBlockSink
{
    private const int Aggregates = 6;

    private readonly long?[] integers = new long?[4 * windows];
    private readonly double?[] reals = new double?[2 * windows];

    public int Room => int.MaxValue;

    public void Write(InstantBlock block, KeyEvents events, IReadOnlyList<CellColumn> cells)
    {
        if (cells.Count != Aggregates * windows) throw new InvalidOperationException($"The view has {cells.Count} columns.");
        var (run, key) = (-1, 0UL);
        for (var row = 0; row < block.Count; row++)
        {
            if (run < 0 || row == block.Runs[run].End) key = WindowDigest.Hash(Encoding.UTF8.GetBytes(block.Runs[++run].Key.ToString()["airport=".Length..]));
            for (var w = 0; w < windows; w++)
            {
                integers[4 * w] = Cell(cells[w], row);
                integers[4 * w + 1] = Cell(cells[windows + w], row);
                integers[4 * w + 2] = Cell(cells[3 * windows + w], row);
                integers[4 * w + 3] = Cell(cells[4 * windows + w], row);
                reals[2 * w] = Cell(cells[2 * windows + w], row) is { } mean ? BitConverter.Int64BitsToDouble(mean) : null;
                reals[2 * w + 1] = Cell(cells[5 * windows + w], row) is { } deviation ? BitConverter.Int64BitsToDouble(deviation) : null;
            }

            digest.Add(key, block.At[row], integers, reals);
        }
    }

    private static long? Cell(CellColumn column, int row) => column.States[row] == CellState.Present ? column.Bits[row] : null;
}

/// <summary>Takes the product's blocks and drops them.</summary>
internal sealed class NoSink : IBlockSink
{
    public int Room => int.MaxValue;

    public long Rows { get; private set; }

    public void Write(InstantBlock block, KeyEvents events, IReadOnlyList<CellColumn> cells) => Rows += block.Count;
}
