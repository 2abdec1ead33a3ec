using Lakehouse.Delta;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Training;

/// <summary>A column of a training set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="StoredType">Its type in the table.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Compute">Its value from the joined row.</param>
internal sealed record OutputColumn(string Name, DeltaType StoredType, DataType Type, Func<Value[], Value> Compute)
{
    /// <summary>A column whose values are written as the type says.</summary>
    public OutputColumn(string name, DataType type, Func<Value[], Value> compute) : this(name, SchemaMapping.ToDelta(type), type, compute)
    {
    }
}
