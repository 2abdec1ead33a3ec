using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Testing.Engines.Internal;

/// <summary>How a failed run names cells that overflow: <c>feature for key at instant</c>, up to ten of them (semantics §5).</summary>
internal static class OverflowMessage
{
    private const int MostNamed = 10;

    internal static void Check(EntityViewDefinition view, string message, IReadOnlyList<OverflowCell> cells)
    {
        var named = cells.Select(c => Text(view, c)).Count(text => message.Contains(text, StringComparison.Ordinal));
        var expected = Math.Min(MostNamed, cells.Count);
        if (named >= expected && message.Contains(view.Id.ToString(), StringComparison.Ordinal)) return;
        throw new ConformanceException(
            $"A run that overflows must name the view and {expected} of {cells.Count} cells, such as '{Text(view, cells[0])}'; it names {named} of them: {message}");
    }

    internal static string Text(EntityViewDefinition view, OverflowCell cell) =>
        $"{cell.Column} for {string.Join(' ', view.Entity.Keys.Select((k, i) => $"{k.Name}={Canonical(cell.Key[i], k.Type)}"))} at {Canonical(Value.Int64(cell.InstantMicros), DataType.Timestamp)}";

    private static string Canonical(Value value, DataType type) => ExpressionOracle.Evaluate(new CallExpr(Function.ToText, [new LiteralExpr(value, type)], DataType.String), [], []).AsString;
}
