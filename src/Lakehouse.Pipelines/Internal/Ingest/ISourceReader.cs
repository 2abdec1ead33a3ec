using Lakehouse.Delta;
using Lakehouse.Delta.Writing;

namespace Lakehouse.Pipelines.Internal.Ingest;

/// <summary>Reads one file into a bronze commit.</summary>
internal interface ISourceReader
{
    /// <summary>The file's columns under the names that bronze gives them.</summary>
    IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>Whether bronze holds the source as text, with a column for lines that could not be parsed.</summary>
    bool IsText { get; }

    /// <summary>Writes the file's rows; columns that it lacks are NULL.</summary>
    /// <returns>The number of rows.</returns>
    Task<long> WriteAsync(Transaction transaction, WriterOptions options, CancellationToken ct);
}
