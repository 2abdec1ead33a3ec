using Lakehouse.Delta;

namespace Lakehouse.Cli.Output;

/// <summary>A column of printed rows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, which decides how values are written.</param>
internal sealed record OutputColumn(string Name, DeltaType Type)
{
    public static OutputColumn Text(string name) => new(name, new PrimitiveType("string"));

    public static OutputColumn Number(string name) => new(name, new PrimitiveType("long"));

    public static OutputColumn Seconds(string name) => new(name, new PrimitiveType("double"));

    public static OutputColumn Flag(string name) => new(name, new PrimitiveType("boolean"));

    public static OutputColumn Time(string name) => new(name, new PrimitiveType("timestamp"));

    /// <summary>True for numbers, which stand to the right in a table.</summary>
    public bool IsNumber => Type is PrimitiveType { Name: "long" or "integer" or "short" or "byte" or "double" or "float" } or PrimitiveType { Name: ['d', 'e', 'c', ..] };
}
