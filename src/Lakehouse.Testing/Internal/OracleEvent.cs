using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Testing.Internal;

/// <summary>A silver row with its key and place in the total order.</summary>
internal sealed record OracleEvent(Value[] Key, long TimeMicros, Value Id, Value[] Row)
{
    internal static OracleEvent[] Read(EntityViewDefinition view, IEnumerable<Value[]> silver)
    {
        var schema = view.Contract.Schema;
        var key = view.Key.Select(k => ExpressionCompiler.Compile(k, schema)).ToArray();
        int time = Index(schema, view.Contract.EventTime.Name), id = Index(schema, view.Contract.EventId.Name);
        var idOrder = new KeyOrder([view.Contract.EventId.Type]);
        return
        [
            .. silver
                .Select(row => new OracleEvent([.. key.Select(k => k(row))], row[time].AsInt64, row[id], row))
                .Where(e => !e.Key.Any(k => k.IsNull))
                .OrderBy(e => e.TimeMicros)
                .ThenBy(e => new[] { e.Id }, idOrder),
        ];
    }

    private static int Index(IReadOnlyList<Field> schema, string name) => schema.Select((f, i) => (f.Name, i)).Single(p => p.Name == name).i;
}
