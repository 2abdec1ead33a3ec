using Lakehouse.Delta;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>Source rows to judge: files under one schema, and the source version that each file's rows belong to.</summary>
/// <param name="Snapshot">The snapshot whose schema the files are read with.</param>
/// <param name="Files">The files.</param>
/// <param name="Columns">The source's column per raw column, checked for its type.</param>
/// <param name="VersionOf">The version of a file's rows.</param>
internal sealed record SourceRows(Snapshot Snapshot, IReadOnlyList<DataFile> Files, IReadOnlyList<TableColumn> Columns, Func<DataFile, long> VersionOf);
