using System.Text.Json;

namespace Lakehouse.Interop.Tests.Spark;

/// <summary>What a query gave.</summary>
/// <param name="Type">Spark's catalog string of the row type.</param>
/// <param name="Rows">One JSON object a row, its fields in the columns' order.</param>
internal sealed record SparkRows(string Type, IReadOnlyList<JsonElement> Rows);
