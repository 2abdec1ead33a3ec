using System.Text;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Internal.Rows;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Internal;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>Reads source rows from chunks into the raw record's types.</summary>
internal sealed class RawRowReader
{
    private const int VersionColumn = 0;
    private const int RemovedColumn = 1;
    private const int FileColumn = 2;
    private const int RowColumn = 3;
    private const int CorruptColumn = 4;
    private const int FirstDataColumn = 5;

    private readonly SourceDefinition source;
    private readonly bool[] reads;
    private readonly RowReader typed;
    private readonly TextCache files = new();
    private readonly TextParser? parser;
    private readonly RawRow current;

    /// <summary>A reader of a contract's source.</summary>
    /// <exception cref="EngineException">The declared zone is unknown.</exception>
    public RawRowReader(ContractDefinition contract)
    {
        source = contract.Source;
        reads = RawReads.Of(contract);
        typed = new RowReader([.. source.Columns.Select(c => c.Type)], FirstDataColumn);
        parser = source.Format.IsText ? new TextParser(ZoneOf(source)) : null;
        current = new RawRow(source.Columns.Length);
    }

    /// <summary>The SELECT list that <see cref="Read"/> expects, over a relation with these columns.</summary>
    /// <param name="columns">The source's column per raw column.</param>
    /// <param name="table">The source's schema.</param>
    /// <param name="versionExpression">SQL of the row's version.</param>
    public string SelectList(IReadOnlyList<TableColumn> columns, TableSchema table, string versionExpression)
    {
        string OwnColumn(string name, string absent) => table.Find(name) is null ? absent : DuckDbSession.Identifier(name);
        string[] own =
        [
            $"CAST({versionExpression} AS BIGINT)",
            $"coalesce({OwnColumn(ContractDefinition.RemovedColumn, "FALSE")}, FALSE)",
            OwnColumn(ContractDefinition.SourceFileColumn, "CAST(NULL AS VARCHAR)"),
            $"CAST({OwnColumn(ContractDefinition.SourceRowColumn, "NULL")} AS BIGINT)",
            OwnColumn(ContractDefinition.CorruptRecordColumn, "CAST(NULL AS VARCHAR)"),
        ];
        var data = source.Columns.Select((c, i) => ColumnTypes.Select(DuckDbSession.Identifier(columns[i].Name), parser is null ? c.Type : DataType.String));
        return string.Join(", ", own.Concat(data));
    }

    /// <summary>Reads one row; the result is valid until the next call.</summary>
    public RawRow Read(DuckDbChunk chunk, int row)
    {
        current.Version = chunk.Int64s(VersionColumn)[row];
        current.Removed = chunk.Bools(RemovedColumn)[row] != 0;
        current.CorruptRecord = chunk.IsValid(CorruptColumn, row) ? Encoding.UTF8.GetString(chunk.Bytes(CorruptColumn, row)) : null;
        current.FailedColumn = -1;
        if (parser is null) typed.Read(chunk, row, current.Values);
        else ReadTexts(chunk, row);
        current.Values[^2] = chunk.IsValid(FileColumn, row) ? Value.String(files.Get(chunk.Bytes(FileColumn, row))) : Value.Null;
        current.Values[^1] = chunk.IsValid(RowColumn, row) ? Value.Int64(chunk.Int64s(RowColumn)[row]) : Value.Null;
        return current;
    }

    private static TimeZoneInfo? ZoneOf(SourceDefinition source)
    {
        if (source.Format.Zone is not { } name) return null;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw new EngineException(
                $"Source {source.Name} declares the zone '{name}', which this machine does not know: use an IANA name such as Europe/Berlin, and install tzdata.");
    }

    private void ReadTexts(DuckDbChunk chunk, int row)
    {
        for (var i = 0; i < source.Columns.Length; i++)
        {
            var column = FirstDataColumn + i;
            current.Texts[i] = null;
            current.Values[i] = Value.Null;
            if (!chunk.IsValid(column, row)) continue;
            var utf8 = chunk.Bytes(column, row);
            var type = source.Columns[i].Type;
            if (type.Kind == TypeKind.String) current.Values[i] = Value.String(Encoding.UTF8.GetString(utf8));
            else if (!parser!.TryParse(utf8, type, out current.Values[i]) && current.FailedColumn < 0 && reads[i]) current.FailedColumn = i;

            // Kept only where a quarantined row may need it again: parsing cannot be undone.
            if (type.Kind != TypeKind.String) current.Texts[i] = Encoding.UTF8.GetString(utf8);
        }
    }
}
