using System.Text;
using DuckDB.NET.Data;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Engine.DuckDb.Materialize.Events;

/// <summary>Evaluates key expressions that are no plain columns into a DuckDB relation (event, k0…), which spills like any table.</summary>
/// <remarks>Text goes in as bytes: the appender ends a text at its first U+0000.</remarks>
internal sealed class KeyTable(EntityViewDefinition view, ViewInputs inputs, DuckDbSession session)
{
    private readonly RowFunction[] functions = [.. view.Key.Select(key => ExpressionCompiler.Compile(key, inputs.KeyFields))];
    private int tables;

    /// <summary>The name of a new relation with the keys of the scan's events.</summary>
    /// <exception cref="EngineException">A key's exact value does not fit its type.</exception>
    public async Task<string> CreateAsync(Scan scan, CancellationToken ct)
    {
        var name = $"materialize_keys_{++tables}";
        var columns = view.Key.Select((key, k) => (Name: $"k{k}", IsText: IsText(k))).Prepend((Name: "event", IsText: true)).ToList();
        session.Execute($"CREATE TABLE {name}_coded ({string.Join(", ", columns.Select(c => $"{c.Name} {(c.IsText ? "BLOB" : "BIGINT")}"))})", ct);
        session.Execute($"CREATE VIEW {name} AS SELECT {string.Join(", ", columns.Select(c => c.IsText ? $"decode({c.Name}) AS {c.Name}" : c.Name))} FROM {name}_coded", ct);
        var id = view.Contract.EventId.Name;
        var source = await scan.Select([id, .. inputs.KeyFields.Select(f => f.Name).Where(f => f != id)]).ToSqlAsync(session, ct);
        var read = string.Concat(inputs.KeyFields.Select(f => ", " + SchemaMapping.Read(f.Name, f.Type)));
        var query = $"SELECT CAST({DuckDbSession.Identifier(id)} AS VARCHAR){read} FROM {source} AS s";

        // A second connection: anything else on the streaming one would end the stream.
        using var connection = session.Connection.Duplicate();
        connection.Open();
        using var appender = connection.CreateAppender(name + "_coded");
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
            var target = appender.CreateRow().AppendValue(chunk.Bytes(0, r).ToArray());
            for (var k = 0; k < functions.Length; k++)
            {
                var key = Evaluate(k, row);
                if (key.IsNull) target.AppendNullValue();
                else if (IsText(k)) target.AppendValue(Encoding.UTF8.GetBytes(key.AsString));
                else target.AppendValue(key.AsInt64);
            }

            target.EndRow();
        }
    }

    private bool IsText(int key) => view.Key[key].Type.Kind == TypeKind.String;

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
