using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Testing.Internal.Interpretation;

namespace Lakehouse.Testing.Internal;

/// <summary>A silver row with its key and place in the total order.</summary>
internal sealed class OracleEvent(Value[] key, long timeMicros, Value id, Value[] row)
{
    internal Value[] Key { get; } = key;

    internal long TimeMicros { get; } = timeMicros;

    internal Value Id { get; } = id;

    internal Value[] Row { get; } = row;

    internal static OracleEvent[] Read(EntityViewDefinition view, IEnumerable<Value[]> silver)
    {
        var schema = view.Contract.Schema;
        int time = Index(schema, view.Contract.EventTime.Name), id = Index(schema, view.Contract.EventId.Name);
        var idOrder = new KeyOrder([view.Contract.EventId.Type]);
        return
        [
            .. silver
                .Select(row => new OracleEvent([.. view.Key.Select(k => Interpreter.OverRow(k, schema, row))], row[time].AsInt64, row[id], row))
                .Where(e => !e.Key.Any(k => k.IsNull))
                .OrderBy(e => e.TimeMicros)
                .ThenBy(e => new[] { e.Id }, idOrder),
        ];
    }

    private static int Index(IReadOnlyList<Field> schema, string name) => schema.Select((f, i) => (f.Name, i)).Single(p => p.Name == name).i;
}
