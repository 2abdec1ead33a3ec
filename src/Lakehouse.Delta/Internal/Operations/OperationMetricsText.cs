using Lakehouse.Delta.Operations;

namespace Lakehouse.Delta.Internal.Operations;

/// <summary>An operation's metrics under the names that Spark gives them in the history.</summary>
internal static class OperationMetricsText
{
    public static void Put(Transaction transaction, OperationMetrics metrics)
    {
        var names = transaction.Operation switch
        {
            "MERGE" => ("numTargetFilesAdded", "numTargetFilesRemoved", "numTargetBytesAdded", "numTargetBytesRemoved", "numTargetRowsCopied"),
            _ => ("numAddedFiles", "numRemovedFiles", "numAddedBytes", "numRemovedBytes", "numCopiedRows"),
        };
        if (transaction.Operation is "DELETE" or "UPDATE" or "MERGE")
        {
            Set(names.Item1, metrics.FilesAdded);
            Set(names.Item3, metrics.BytesAdded);
            Set(names.Item5, metrics.RowsCopied);
        }

        Set(names.Item2, metrics.FilesRemoved);
        Set(names.Item4, metrics.BytesRemoved);
        switch (transaction.Operation)
        {
            case "DELETE":
                Set("numDeletedRows", metrics.RowsDeleted);
                break;
            case "UPDATE":
                Set("numUpdatedRows", metrics.RowsUpdated);
                break;
            case "MERGE":
                Set("numTargetRowsInserted", metrics.RowsInserted);
                Set("numTargetRowsUpdated", metrics.RowsUpdated);
                Set("numTargetRowsDeleted", metrics.RowsDeleted);
                break;
            case "WRITE" when metrics.RowsDeleted + metrics.RowsCopied > 0:
                Set("numDeletedRows", metrics.RowsDeleted);
                Set("numCopiedRows", metrics.RowsCopied);
                break;
        }

        void Set(string name, long value) => transaction.OperationMetrics.TryAdd(name, $"{value}");
    }
}
