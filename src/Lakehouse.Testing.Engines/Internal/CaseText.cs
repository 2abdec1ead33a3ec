using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Testing.Engines.Internal;

/// <summary>A case in words: view, runs, and the arriving rows with what the view reads of them.</summary>
internal static class CaseText
{
    private const int MostRows = 25;

    internal static string Of(CaseSpec spec)
    {
        var view = spec.View;
        var kind = view is WindowViewDefinition window ? $"windows {string.Join(", ", window.Windows.Select(w => w.Suffix))}{(window.EveryMicros is { } g ? $" every {g}us" : "")}" : "state";
        var features = view.Features.Select(f => $"  {f.Name} = {f.Expression}");
        var runs = spec.Steps.Select(s => $"  silver {s.SilverVersion}, clock {s.ClockMicros}, horizon {s.HorizonMicros}");
        var rows = spec.History.Batches.SelectMany((batch, n) => batch.Select(c => $"  {n}{(c.Deleted ? " deleted" : "")}: {Row(spec, c.Row)}")).ToList();
        IEnumerable<string> lines = [$"{view.Id} by {string.Join(", ", view.Key)}, {kind}:", .. features, "runs:", .. runs, $"arriving rows ({rows.Count}):", .. rows.Take(MostRows)];
        return string.Join('\n', lines);
    }

    private static string Row(CaseSpec spec, Value[] row) =>
        string.Join(' ', spec.View.Contract.Schema.Select((f, i) => (Field: f, Value: row[i])).Where(c => !c.Value.IsNull).Select(c => $"{c.Field.Name}={Text(c.Value, c.Field.Type)}"));

    private static string Text(Value value, DataType type) => type.Kind switch
    {
        TypeKind.Timestamp => $"{value.AsInt64}us",
        TypeKind.Binary => Convert.ToHexString(value.AsBinary),
        TypeKind.DoubleList => $"[{string.Join(',', value.AsDoubleList)}]",
        _ => $"{ClrValues.ToClr(value, type)}",
    };
}
