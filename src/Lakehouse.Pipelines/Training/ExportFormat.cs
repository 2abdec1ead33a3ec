namespace Lakehouse.Pipelines.Training;

/// <summary>File formats that a training set can be exported to.</summary>
public enum ExportFormat
{
    /// <summary>Parquet; name, version, digest and manifest stand in the file's key-value metadata.</summary>
    Parquet,

    /// <summary>Arrow IPC file; name, version, digest and manifest stand in the schema's metadata.</summary>
    Arrow,

    /// <summary>CSV with a header, RFC 4180; it has no place for metadata.</summary>
    Csv,
}
