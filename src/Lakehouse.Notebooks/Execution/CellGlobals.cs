using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Lakehouse.Notebooks.Execution;

/// <summary>What cells can call beside their own code; other notebook hosts have the same name.</summary>
public sealed class CellGlobals
{
    internal JsonArray Outputs { get; set; } = [];

    /// <summary>Shows a value below the cell.</summary>
    [SuppressMessage("Naming", "IDE1006", Justification = "The name that notebook hosts share.")]
    public void display(object value) => Outputs.Add(CellOutput.Of(value));
}
