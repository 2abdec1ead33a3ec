using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Pipelines.Internal.Training.Export;

/// <summary>One Parquet file with the table's own types.</summary>
internal static class ParquetExport
{
    public static void Write(DuckDbSession session, string from, IReadOnlyList<KeyValuePair<string, string>> metadata, string file, CancellationToken ct)
    {
        var pairs = string.Join(", ", metadata.Select(m => $"{DuckDbSession.Literal(m.Key)}: {DuckDbSession.Literal(m.Value)}"));
        session.Execute($"COPY (SELECT * FROM {from}) TO {DuckDbSession.Literal(file)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{pairs}}})", ct);
    }
}
