using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Internal.Writing;
using Lakehouse.Delta.Operations;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Operations;

/// <summary>Writes source rows into a transaction: columns by name, types that fit exactly, new columns as the options say, absent ones NULL.</summary>
/// <param name="transaction">The transaction.</param>
/// <param name="session">The session.</param>
/// <param name="options">The options.</param>
internal sealed class SourceWriter(Transaction transaction, DuckDbSession session, OperationOptions options)
{
    /// <summary>Brings the transaction's schema to hold the source, and checks that it does.</summary>
    /// <exception cref="DeltaException">An unknown column, or a type that is wider than the column's or another.</exception>
    public void Fit(SourceRelation source)
    {
        var table = transaction.Table.Path;
        if (options.MergeSchema)
        {
            var merged = SchemaMerge.Merge(table, transaction.Schema, source.Columns);
            if (SchemaJson.Write(merged) != SchemaJson.Write(transaction.Schema)) transaction.SetSchema(merged);
        }

        foreach (var column in source.Columns)
        {
            if (transaction.Schema.Find(column.Name) is not { } target)
            {
                throw new DeltaException(
                    DeltaErrorCode.SchemaMismatch,
                    $"Table '{table}' has no column '{column.Name}'; it has {string.Join(", ", transaction.Schema.Columns.Select(c => c.Name))}. "
                    + "Leave it out, or allow the schema to grow.");
            }

            if (TypeFit.Misfit(column.Name, column.Type, target.Type) is { } misfit)
            {
                throw new DeltaException(
                    DeltaErrorCode.SchemaMismatch,
                    $"Rows do not fit table '{table}': {misfit}. Values are never rounded or cut, and columns never widened, in silence: cast in the source.");
            }
        }
    }

    /// <summary>Writes the rows.</summary>
    /// <returns>Their number.</returns>
    public Task<long> WriteAsync(SourceRelation source, CancellationToken ct, ScanPredicate? required = null)
    {
        var absent = transaction.Schema.Columns.Where(c => source.Find(c.Name) is null).Select(c => $", CAST(NULL AS {c.Type.DuckDbType}) AS {Identifier(c.Name)}");
        var query = $"SELECT *{string.Concat(absent)} FROM ({source.Sql})";
        return new QueryWriter(transaction, session, options.Writer, required).WriteAsync(query, ct);
    }
}
