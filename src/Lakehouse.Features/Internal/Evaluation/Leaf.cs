using System.Runtime.CompilerServices;

namespace Lakehouse.Features.Internal.Evaluation;

/// <summary>An operand that needs no computation: a slot of the row, or a constant.</summary>
internal readonly struct Leaf(int slot, Value constant)
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Value Read(ReadOnlySpan<Value> row) => slot >= 0 ? row[slot] : constant;
}
