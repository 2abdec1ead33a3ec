using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Materialize;

/// <summary>Cells of gold whose exact value does not fit its type: counted where the view gives NULL, else the end of the run (semantics §5).</summary>
internal sealed class OverflowLog(EntityViewDefinition view)
{
    private const int MostNamed = 10;

    private readonly List<string> named = [];

    /// <summary>Cells set to NULL.</summary>
    public long Nulls { get; private set; }

    /// <summary>Records a cell.</summary>
    /// <exception cref="EngineException">The tenth cell of a view that does not give NULL.</exception>
    public void Add(string column, object key, long instant)
    {
        if (view.NullOnOverflow)
        {
            Nulls++;
            return;
        }

        named.Add($"{column} for {key} at {Instant.ToText(instant)}");
        if (named.Count == MostNamed) ThrowIfAny();
    }

    /// <summary>Ends a run that has overflowed.</summary>
    /// <exception cref="EngineException">Some cell overflowed.</exception>
    public void ThrowIfAny()
    {
        if (named.Count == 0) return;
        throw new EngineException(
            $"Feature view {view.Id}: the exact value does not fit its type in {string.Join("; ", named)}{(named.Count == MostNamed ? "; and possibly more" : "")}. "
            + "Nothing was published. Use a narrower window or a smaller scale, or declare OnOverflow(Null) in a new version of the view.");
    }
}
