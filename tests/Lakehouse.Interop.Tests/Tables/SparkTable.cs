namespace Lakehouse.Interop.Tests.Tables;

/// <summary>Tables that Spark writes; <c>{t}</c> is the table.</summary>
/// <param name="Name">What is written.</param>
/// <param name="Statements">Spark SQL.</param>
/// <param name="Refusal">What our refusal to append names; null where we append.</param>
public sealed record SparkTable(string Name, string[] Statements, string? Refusal = null)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
