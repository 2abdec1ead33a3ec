using System.Text.Json;

namespace Lakehouse.Delta.Internal.Committing;

/// <summary>What commitInfo says of an operation, in Spark's words: values are plain text, lists and maps JSON text.</summary>
internal static class OperationText
{
    public static string Name(Transaction transaction)
    {
        var name = transaction.Operation;
        return (transaction.ReadSnapshot is null || transaction.ReplacesTable) && transaction.Adds.Count > 0 ? name + " AS SELECT" : name;
    }

    /// <summary>The caller's parameters, and those that Spark always gives.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Parameters(Transaction transaction)
    {
        var parameters = new Dictionary<string, string>(transaction.OperationParameters);
        var partitions = JsonSerializer.Serialize(transaction.Metadata.PartitionColumns, JsonText.Options);
        if (transaction.ReadSnapshot is null || transaction.ReplacesTable)
        {
            parameters.TryAdd("isManaged", "false");
            parameters.TryAdd("partitionBy", partitions);
            parameters.TryAdd("properties", JsonSerializer.Serialize(transaction.Metadata.Configuration, JsonText.Options));
        }
        else if (transaction.Operation == "WRITE")
        {
            parameters.TryAdd("mode", transaction.ReadsRows ? "Overwrite" : "Append");
            parameters.TryAdd("partitionBy", partitions);
        }

        return parameters;
    }

    /// <summary>The caller's metrics, and the counts of files, rows and bytes.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Metrics(Transaction transaction)
    {
        var metrics = new Dictionary<string, string>(transaction.OperationMetrics);
        metrics.TryAdd("numFiles", $"{transaction.Adds.Count + transaction.AddsAgain.Count}");
        metrics.TryAdd("numOutputRows", $"{transaction.Adds.Sum(f => f.Rows)}");
        metrics.TryAdd("numOutputBytes", $"{transaction.Adds.Sum(f => f.Size)}");
        metrics.TryAdd("numRemovedFiles", $"{transaction.Removes.Count}");
        return metrics;
    }
}
