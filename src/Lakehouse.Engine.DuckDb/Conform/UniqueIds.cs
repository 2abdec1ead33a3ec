using System.Numerics;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>A cheap proof that no event id came twice, so that the rows need not be deduplicated.</summary>
/// <remarks>
/// 1. Ids become 64-bit hashes in an open-addressing table; equal ids have equal hashes, so a set without collisions proves that all ids differ.
/// 2. A collision, or more ids than fit, ends the proof: the caller then deduplicates by sorting, which is always right.
/// </remarks>
internal sealed class UniqueIds
{
    private const int FirstCapacity = 1 << 16;
    private const int MaxCapacity = 1 << 25;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private ulong[] slots = new ulong[FirstCapacity];
    private int count;

    /// <summary>True while no two ids can be equal.</summary>
    public bool AllDiffer { get; private set; } = true;

    /// <summary>Counts one more id in.</summary>
    public void Add(Value id, DataType type)
    {
        if (!AllDiffer) return;
        if (count * 2 >= slots.Length) Grow();
        if (!AllDiffer || !Insert(slots, Math.Max(1, Hash(id, type)))) Abandon();
        count++;
    }

    private static ulong Hash(Value id, DataType type)
    {
        if (type.Kind != TypeKind.String) return Mix((ulong)(type.Kind is TypeKind.Binary or TypeKind.DoubleList ? id.GetHashCode() : id.AsInt64));
        var hash = Multiplier;
        foreach (var unit in id.AsString) hash = Mix(hash ^ unit);
        return hash;
    }

    private static ulong Mix(ulong x)
    {
        x *= Multiplier;
        return BitOperations.RotateLeft(x, 31) ^ (x >> 29);
    }

    private static bool Insert(ulong[] table, ulong hash)
    {
        var mask = (uint)table.Length - 1;
        var at = (uint)(hash >> 32) & mask;
        while (table[at] != 0)
        {
            if (table[at] == hash) return false;
            at = (at + 1) & mask;
        }

        table[at] = hash;
        return true;
    }

    private void Grow()
    {
        if (slots.Length >= MaxCapacity)
        {
            Abandon();
            return;
        }

        var larger = new ulong[slots.Length * 2];
        foreach (var hash in slots)
        {
            if (hash != 0) Insert(larger, hash);
        }

        slots = larger;
    }

    private void Abandon()
    {
        AllDiffer = false;
        slots = [];
    }
}
