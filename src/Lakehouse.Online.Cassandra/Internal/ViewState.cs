using System.Collections.Immutable;

namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>What the register says of a view.</summary>
/// <param name="Marker">The marker; null before the first sync.</param>
/// <param name="Generations">The tables of rows that are deployed.</param>
internal sealed record ViewState(OnlineMarker? Marker, ImmutableArray<Generation> Generations)
{
    public static ViewState Nothing { get; } = new(Marker: null, []);

    /// <summary>The generation that readers use; null while it is not deployed.</summary>
    public Generation? Current { get; } = Generations.FirstOrDefault(g => g.Number == (Marker?.Generation ?? 0));

    public Generation? Find(long number) => Generations.FirstOrDefault(g => g.Number == number);
}

/// <summary>One table of rows of a view.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Table">The table's name without keyspace.</param>
/// <param name="Schema">Keys and columns that its rows were written with.</param>
/// <param name="DefinitionHash">Identity of the definition that its rows were computed by.</param>
internal sealed record Generation(long Number, string Table, string Schema, string DefinitionHash)
{
    /// <summary>Refuses a view that these rows were not computed for.</summary>
    /// <exception cref="OnlineStoreException">Keys or columns differ.</exception>
    public void RequireSchema(StoreView view, string store)
    {
        if (Schema != view.Schema) throw CassandraErrors.OtherMeaning(store, view.Name, Schema, view.Schema);
    }
}
