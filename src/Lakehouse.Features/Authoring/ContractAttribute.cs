namespace Lakehouse.Features;

/// <summary>Names the contract that a record describes; silver is <c>silver/name@version</c>.</summary>
/// <param name="name">Snake-case name.</param>
/// <param name="version">Version, at least 1.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ContractAttribute(string name, int version) : Attribute
{
    /// <summary>Snake-case name.</summary>
    public string Name { get; } = name;

    /// <summary>Version, at least 1.</summary>
    public int Version { get; } = version;
}
