using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.DuckDb.Materialize.Events;

/// <summary>Silver's events as a view sees them, in SQL: k0…, t, id, f0….</summary>
/// <remarks>Keys that are plain columns are read in place. Other key expressions are evaluated first, into a table by event id, and joined: the sort needs them.</remarks>
internal sealed class EventRelation
{
    private readonly EntityViewDefinition view;
    private readonly DuckDbSession session;
    private readonly ViewInputs inputs;
    private readonly KeyTable? keyTable;
    private readonly CancellationToken ct;

    public EventRelation(EntityViewDefinition view, ViewInputs inputs, DuckDbSession session, CancellationToken ct)
    {
        this.view = view;
        this.inputs = inputs;
        this.session = session;
        this.ct = ct;
        Layout = new EventLayout(view.Entity.Keys.Length, inputs.Fields);
        keyTable = view.Key.All(k => k is ColumnExpr) ? null : new KeyTable(view, inputs, session);
    }

    public EventLayout Layout { get; }

    /// <summary>DuckDB's types of the coded keys.</summary>
    public IReadOnlyList<string> KeyTypes => [.. view.Entity.Keys.Select(key => KeyCode.SqlType(key.Type))];

    /// <summary>Silver's column of event times.</summary>
    public string TimeColumn => view.Contract.EventTime.Name;

    /// <summary>A parenthesised SELECT over a scan of silver; keys may be NULL.</summary>
    public async Task<string> SelectAsync(Scan scan)
    {
        var id = DuckDbSession.Identifier(view.Contract.EventId.Name);
        var columns = inputs.Fields.Concat(inputs.KeyFields).Select(f => f.Name).Append(view.Contract.EventId.Name).Append(TimeColumn).Distinct(StringComparer.Ordinal);
        var source = await scan.Select([.. columns]).ToSqlAsync(session, ct);
        var values = $"epoch_us({DuckDbSession.Identifier(TimeColumn)}) AS t, {id} AS id{Layout.ReadFields}";
        if (keyTable is null)
        {
            var keys = view.Key.Select((key, k) => $"{KeyCode.Sql(((ColumnExpr)key).Name, key.Type)} AS k{k}");
            return $"(SELECT {string.Join(", ", keys)}, {values} FROM {source} AS s)";
        }

        var table = await keyTable.CreateAsync(scan, ct);
        return $"(SELECT {Layout.KeyList}, {values} FROM {source} AS s JOIN {table} AS keyed ON CAST(s.{id} AS VARCHAR) = keyed.event)";
    }
}
