namespace Lakehouse.Engine.Spark.Materialize;

/// <summary>What a run has to write.</summary>
/// <param name="Rows">The query of a <see cref="Views.ViewSql"/>; null where there are no rows to compute.</param>
/// <param name="NullKeyEvents">Events left out because a key is NULL (semantics 7.25).</param>
internal sealed record GoldSelection(GoldRows? Rows, long NullKeyEvents);

/// <summary>Rows of gold as a query.</summary>
/// <param name="Sql">The query.</param>
/// <param name="MayVanish">Whether rows may stand at instants that silver no longer gives.</param>
/// <param name="InputRows">About how many events it reads.</param>
/// <param name="ChunkMicros">The chunks of time that it cuts keys in; null for whole keys.</param>
internal sealed record GoldRows(string Sql, bool MayVanish, long InputRows, long? ChunkMicros);
