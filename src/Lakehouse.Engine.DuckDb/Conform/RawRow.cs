using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>One source row as the evaluator takes it; reused from row to row.</summary>
internal sealed class RawRow(int columns)
{
    /// <summary>Values of the raw record's columns, then the source file and the row number.</summary>
    public Value[] Values { get; } = new Value[columns + 2];

    /// <summary>The source's own text per column, for text sources.</summary>
    public string?[] Texts { get; } = new string?[columns];

    /// <summary>The bronze (or source) version that the row belongs to.</summary>
    public long Version { get; set; }

    /// <summary>True for a row that its file no longer holds.</summary>
    public bool Removed { get; set; }

    /// <summary>The text of a line that could not be parsed.</summary>
    public string? CorruptRecord { get; set; }

    /// <summary>The first raw column that the contract reads and whose text is not of its type, or −1.</summary>
    public int FailedColumn { get; set; }

    /// <summary>The row's file; NULL for a Delta source.</summary>
    public Value File => Values[^2];

    /// <summary>The row's position in its file; NULL for a Delta source.</summary>
    public Value Row => Values[^1];
}
