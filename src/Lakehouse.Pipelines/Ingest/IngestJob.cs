using System.Text;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Features.Definitions;
using Lakehouse.Pipelines.Internal;
using Lakehouse.Pipelines.Internal.Ingest;

namespace Lakehouse.Pipelines.Ingest;

/// <summary>Source files to bronze: idempotent by content, one commit a file.</summary>
public static class IngestJob
{
    /// <summary>Runs the job; one result per file. All files are checked before the first is ingested; one that turns out broken leaves those before it in bronze.</summary>
    /// <exception cref="JobException">A file is missing, broken, outside the root, or has changed without <see cref="IngestOptions.Replace"/>.</exception>
    public static async Task<IReadOnlyList<JobResult>> RunAsync(JobContext context, IngestOptions options, CancellationToken ct)
    {
        var source = await context.Catalog.GetSourceAsync(options.Source, ct);
        if (source.Format.Kind == SourceKind.Delta)
            throw new JobException(2, $"Source {source.Name} is a Delta table ({source.Format.Path}); it is read in place and needs no ingest. Run 'lakehouse run'.");

        var files = await SourceFile.ResolveAsync(options, ct);
        var commit = new BronzeCommit(context.Lake.Bronze(source.Name), source, options.Replace);
        var skipped = new List<string?>();
        foreach (var file in files) skipped.Add(await commit.DecideAsync(file, ct));

        var results = new List<JobResult>();
        for (var i = 0; i < files.Count; i++)
        {
            var (file, reason) = (files[i], skipped[i]);
            results.Add(await RunRecorder.RunAsync(
                context, "ingest", $"bronze/{source.Name}", details => reason is null ? IngestFileAsync(context, source, file, commit, details, ct) : Skip(file, reason), ct));
        }

        return results;
    }

    private static async Task<JobOutcome> IngestFileAsync(
        JobContext context, SourceDefinition source, SourceFile file, BronzeCommit commit, RunDetails details, CancellationToken ct)
    {
        details.Parameters["file"] = file.RelativePath;
        details.Parameters["sha256"] = file.Sha256;
        using var session = new DuckDbSession(new DuckDbOptions { Threads = context.Lake.Settings.Threads, MemoryLimit = context.Lake.Settings.MemoryLimit });
        var outcome = await ReadAsync(context, source, file, commit, session, ct);
        if (outcome.Version is not { } version) return await Skip(file, outcome.Skipped!);

        details.Outputs[$"bronze/{source.Name}"] = version;
        details.Rows["written"] = outcome.Rows;
        details.Rows["removed"] = outcome.Removed;
        var removed = outcome.Removed == 0 ? "" : $", {outcome.Removed:N0} rows of its former content marked as removed";
        return new(Changed: true, outcome.Rows, version, $"{file.RelativePath}: {outcome.Rows:N0} rows{removed}");
    }

    private static async Task<IngestOutcome> ReadAsync(
        JobContext context, SourceDefinition source, SourceFile file, BronzeCommit commit, DuckDbSession session, CancellationToken ct)
    {
        try
        {
            var reader = Open(context, source, file, session);
            DeclaredColumns.Check(source, reader, file);
            return await commit.CommitAsync(file, reader, session, ct);
        }
        catch (DecoderFallbackException e)
        {
            throw new JobException(
                1, $"{file.RelativePath} is not UTF-8 throughout. Convert it, for example with 'iconv -t UTF-8', and ingest the result. Nothing of it was ingested.", e);
        }
    }

    private static Task<JobOutcome> Skip(SourceFile file, string reason) =>
        Task.FromResult(new JobOutcome(Changed: false, 0, Version: null, $"{file.RelativePath}: skipped, {reason}"));

    private static ISourceReader Open(JobContext context, SourceDefinition source, SourceFile file, DuckDbSession session)
    {
        if (source.Format.Kind == SourceKind.Parquet) return ParquetSource.Open(session, file);
        ITextFile text = source.Format.Kind == SourceKind.Csv ? new CsvFile(file, source) : new JsonLinesFile(file);
        return new TextSource(file, text, rows => context.Progress?.Report(new($"ingest {source.Name}", rows, TotalRows: null)));
    }
}
