using System.Text.Json.Nodes;

namespace Lakehouse.Features.Internal.Fits;

/// <summary>What a kind of fit keeps of the rows that it is fitted on; its parameters do not depend on their order.</summary>
internal abstract class FitAccumulator
{
    /// <summary>Adds a row's value; a NULL counts nowhere.</summary>
    /// <param name="value">The transform's expression.</param>
    /// <param name="label">The label, for target encodings.</param>
    /// <param name="spineRow">The row's position in the spine.</param>
    internal abstract void Add(Value value, Value label, long spineRow);

    /// <summary>The parameters.</summary>
    internal abstract JsonObject Finish();
}
