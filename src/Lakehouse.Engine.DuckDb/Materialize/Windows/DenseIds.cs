using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>A small number for each different value of a stream, so that windows count in arrays.</summary>
internal sealed class DenseIds(ValueStream stream)
{
    private const int SmallCapacity = 4096;

    private Dictionary<Value, int> references = [];
    private Dictionary<long, int> scalars = [];
    private int[] ids = [];
    private int loaded;

    /// <summary>By value position: its number, from 0.</summary>
    public ReadOnlySpan<int> Ids => ids.AsSpan(0, loaded);

    /// <summary>How many different values there were since <see cref="Clear"/>.</summary>
    public int Different { get; private set; }

    /// <summary>Takes the values that the stream has got since the last time.</summary>
    public void Load()
    {
        var values = stream.Values!;
        if (ids.Length < stream.Count) Array.Resize(ref ids, Math.Max(stream.Count, ids.Length * 2));
        if (values.IsReference) Number(values.References, references);
        else Number(values.Bits, scalars);
        loaded = stream.Count;
    }

    /// <summary>The stream has dropped its first values.</summary>
    public void Forget()
    {
        loaded -= stream.Forgotten;
        ids.AsSpan(stream.Forgotten, loaded).CopyTo(ids);
    }

    /// <summary>The stream has dropped all values.</summary>
    public void Clear()
    {
        references = Emptied(references);
        scalars = Emptied(scalars);
        (loaded, Different) = (0, 0);
    }

    /// <summary>Emptying a dictionary costs as much as the most it ever held, so one that a great key has blown up is given away.</summary>
    private static Dictionary<T, int> Emptied<T>(Dictionary<T, int> numbers)
        where T : notnull
    {
        if (numbers.Capacity > Math.Max(SmallCapacity, 4 * numbers.Count)) return [];
        numbers.Clear();
        return numbers;
    }

    private void Number<T>(T[] values, Dictionary<T, int> numbers)
        where T : notnull
    {
        for (var i = loaded; i < stream.Count; i++)
        {
            if (!numbers.TryGetValue(values[i], out ids[i])) numbers.Add(values[i], ids[i] = numbers.Count);
        }

        Different = numbers.Count;
    }
}
