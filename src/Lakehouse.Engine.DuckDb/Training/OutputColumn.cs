using Lakehouse.Delta;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Features;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Engine.DuckDb.Training;

/// <summary>A column of a training set: an expression over the joined tables, or a function of other columns.</summary>
/// <param name="Name">Its name.</param>
/// <param name="StoredType">Its type in the table.</param>
/// <param name="Type">The type of its values.</param>
internal sealed record OutputColumn(string Name, DeltaType StoredType, DataType Type)
{
    /// <summary>A column whose values are written as the type says.</summary>
    public OutputColumn(string name, DataType type) : this(name, SchemaMapping.ToDelta(type), type)
    {
    }

    /// <summary>The expression; null for a computed column.</summary>
    public string? Sql { get; init; }

    /// <summary>The columns that <see cref="Compute"/> wants, in order; null stands for an input that there is not, which is NULL.</summary>
    public IReadOnlyList<OutputColumn?> Inputs { get; init; } = [];

    /// <summary>The value from the inputs' values.</summary>
    public RowFunction? Compute { get; init; }

    /// <summary>True for the stale flag of a view.</summary>
    public bool IsStaleFlag { get; init; }
}
