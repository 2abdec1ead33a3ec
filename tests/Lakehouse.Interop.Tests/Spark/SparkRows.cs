using System.Text.Json;

namespace Lakehouse.Interop.Tests.Spark;

/// <summary>What a statement gave.</summary>
/// <param name="Type">Spark's catalog string of the row type.</param>
/// <param name="Rows">One JSON list a row; see SparkServer.java for the spelling of values.</param>
public sealed record SparkRows(string Type, IReadOnlyList<JsonElement> Rows);
