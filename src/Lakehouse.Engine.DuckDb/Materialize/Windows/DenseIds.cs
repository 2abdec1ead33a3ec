using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>A small number for each different value of a key's stream, so that windows count in arrays.</summary>
internal sealed class DenseIds(ValueStream stream)
{
    private readonly Dictionary<Value, int> references = [];
    private readonly Dictionary<long, int> scalars = [];
    private int[] ids = [];

    /// <summary>By value position: its number, from 0.</summary>
    public ReadOnlySpan<int> Ids => ids.AsSpan(0, stream.Count);

    /// <summary>How many different values the key has.</summary>
    public int Different { get; private set; }

    /// <summary>Takes the stream's next key.</summary>
    public void Load()
    {
        var values = stream.Values!;
        if (ids.Length < stream.Count) ids = new int[Math.Max(stream.Count, ids.Length * 2)];
        if (values.IsReference) Number(values.References, references);
        else Number(values.Bits, scalars);
    }

    private void Number<T>(T[] values, Dictionary<T, int> numbers)
        where T : notnull
    {
        numbers.Clear();
        for (var i = 0; i < stream.Count; i++)
        {
            if (!numbers.TryGetValue(values[i], out ids[i])) numbers.Add(values[i], ids[i] = numbers.Count);
        }

        Different = numbers.Count;
    }
}
