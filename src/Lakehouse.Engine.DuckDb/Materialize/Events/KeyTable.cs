using System.Text;
using DuckDB.NET.Data;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Engine.DuckDb.Materialize.Events;

/// <summary>Evaluates key expressions that are no plain columns into a DuckDB table (event, k0…), which spills like any other.</summary>
internal sealed class KeyTable(EntityViewDefinition view, ViewInputs inputs, DuckDbSession session)
{
    private readonly RowFunction[] functions = [.. view.Key.Select(key => ExpressionCompiler.Compile(key, inputs.KeyFields))];
    private int tables;

    /// <summary>The name of a new table with the keys of the scan's events.</summary>
    /// <exception cref="EngineException">A key's exact value does not fit its type.</exception>
    public string Create(Scan scan, CancellationToken ct)
    {
        var name = $"materialize_keys_{++tables}";
        var columns = view.Key.Select((key, k) => $"k{k} {KeyCode.SqlType(key.Type)}").Prepend($"event {KeyCode.SqlType(view.Contract.EventId.Type)}");
        session.Execute($"CREATE TABLE {name} ({string.Join(", ", columns)})", ct);
        var id = view.Contract.EventId.Name;
        var source = scan.Select([id, .. inputs.KeyFields.Select(f => f.Name).Where(f => f != id)]).ToSql(session);
        var query = $"SELECT {DuckDbSession.Identifier(id)}{string.Concat(inputs.KeyFields.Select(f => ", " + SchemaMapping.Read(f.Name, f.Type)))} FROM {source} AS s";

        // A second connection: anything else on the streaming one would end the stream.
        using var connection = session.Connection.Duplicate();
        connection.Open();
        using var appender = connection.CreateAppender(name);
        var texts = new TextCache();
        var row = new Value[inputs.KeyFields.Count];
        session.Stream(query, chunk => Append(chunk, row, texts, appender), ct);
        return name;
    }

    private void Append(DuckDbChunk chunk, Value[] row, TextCache texts, DuckDBAppender appender)
    {
        for (var r = 0; r < chunk.Rows; r++)
        {
            for (var f = 0; f < row.Length; f++) row[f] = ChunkValues.Read(chunk, f + 1, r, inputs.KeyFields[f].Type, texts);
            var target = appender.CreateRow();
            if (view.Contract.EventId.Type.Kind == TypeKind.String) target.AppendValue(Encoding.UTF8.GetString(chunk.Bytes(0, r)));
            else target.AppendValue((long?)chunk.Int64s(0)[r]);
            for (var k = 0; k < functions.Length; k++)
            {
                var key = Evaluate(k, row);
                if (key.IsNull) target.AppendNullValue();
                else if (view.Key[k].Type.Kind == TypeKind.String) target.AppendValue(key.AsString);
                else target.AppendValue(key.AsInt64);
            }

            target.EndRow();
        }
    }

    private Value Evaluate(int key, ReadOnlySpan<Value> row)
    {
        try
        {
            return functions[key](row);
        }
        catch (ValueOverflowException) when (view.NullOnOverflow)
        {
            return Value.Null;
        }
        catch (ValueOverflowException e)
        {
            throw new EngineException(
                $"Feature view {view.Id}: the exact value of key {view.Entity.Keys[key].Name} does not fit its type for some event. Nothing was published. {e.Message}", e);
        }
    }
}
