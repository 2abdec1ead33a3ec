using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Pipelines.Internal.Training;
using Lakehouse.Pipelines.Internal.Training.Export;

namespace Lakehouse.Pipelines.Training;

/// <summary>Makes files of training sets for tools that read no Delta tables; the table with its manifest stays the truth.</summary>
public static class TrainingExportJob
{
    /// <summary>Exports a training set, all columns, in the order of spine_row; the file appears when it is complete.</summary>
    /// <param name="context">The lake.</param>
    /// <param name="name">The training set.</param>
    /// <param name="format">The format.</param>
    /// <param name="file">The file to write; its directory must exist.</param>
    /// <param name="replace">Overwrites an existing file; else that is an error.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="JobException">No such training set; the file exists, or cannot be written; or (exit code 3) the rows are not those of the manifest.</exception>
    public static async Task<TrainingExport> RunAsync(JobContext context, string name, ExportFormat format, string file, bool replace, CancellationToken ct)
    {
        var manifest = await TrainingSetJob.ShowAsync(context, name, ct);
        var target = Path.GetFullPath(file);
        if (!replace && File.Exists(target)) throw new JobException(1, $"{file} exists already. Choose another name, or replace it on purpose.");
        var snapshot = await context.Lake.Training(name).GetSnapshotAsync(manifest.Version, ct);
        var stored = await context.Engine.DigestAsync(snapshot, ManifestReader.DigestFormat(manifest), ct);
        if (stored.Sha256 != manifest.Digest) throw new JobException(3, $"The rows of training set {name} are not those of its manifest, and were not exported. 'training-set verify {name}' tells more.");

        var partial = $"{target}.{Guid.NewGuid():N}.partial";
        try
        {
            using var session = new DuckDbSession(new DuckDbOptions { Threads = context.Lake.Settings.Threads, MemoryLimit = context.Lake.Settings.MemoryLimit });
            await WriteAsync(snapshot, manifest, format, partial, session, ct);
            File.Move(partial, target, overwrite: replace);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DuckDB.NET.Data.DuckDBException)
        {
            throw new JobException(1, $"{file} cannot be written: {e.Message}", e);
        }
        finally
        {
            File.Delete(partial);
        }

        return new(name, manifest.Version, manifest.Digest, target, manifest.Rows, new FileInfo(target).Length);
    }

    private static async Task WriteAsync(Snapshot snapshot, TrainingManifest manifest, ExportFormat format, string file, DuckDbSession session, CancellationToken ct)
    {
        var from = $"{await snapshot.Scan().ToSqlAsync(session, ct)} ORDER BY {SpineCopy.RowColumn}";
        var metadata = ExportMetadata.Of(manifest);
        IReadOnlyList<ExportColumn> columns = [.. snapshot.Schema.Columns.Select(c => new ExportColumn(c.Name, (c.Type as PrimitiveType)?.Name))];
        switch (format)
        {
            case ExportFormat.Parquet: ParquetExport.Write(session, from, metadata, file, ct); break;
            case ExportFormat.Arrow: await ArrowExport.WriteAsync(session, from, columns, metadata, file, ct); break;
            default: CsvExport.Write(session, from, columns, file, ct); break;
        }
    }
}
