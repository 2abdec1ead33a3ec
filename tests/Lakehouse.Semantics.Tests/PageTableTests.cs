using System.Globalization;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Semantics.Tests;

/// <summary>The page's table of expressions, evaluated as serving does.</summary>
[Semantics("5.2", "5.3", "5.4", "5.5", "5.7", "5.9", "5.11")]
public sealed class PageTableTests
{
    [Fact]
    public void Expressions_OfThePage_GiveTheirResults()
    {
        var rows = SemanticsPage.Read().Expressions;
        var view = PageCode.Table([.. rows.Select(r => r.Expression)]).Build().Views.OfType<OnDemandViewDefinition>().Single();

        var results = rows.Select((row, i) => $"{row.Expression} of {row.With} is {Evaluate(view, view.Columns[i], row.With)}");

        results.Should().Equal(rows.Select(row => $"{row.Expression} of {row.With} is {row.Result}")).And.HaveCountGreaterThan(15);
    }

    private static string Evaluate(OnDemandViewDefinition view, FeatureColumn column, string with)
    {
        var given = with.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        Value[] row = [.. view.Inputs.Select(field => given.TryGetValue(field.Name, out var text) ? ClrValues.FromClr(Read(text, field.Type), field.Type) : Value.Null)];
        try
        {
            return Text(ClrValues.ToClr(ExpressionCompiler.Compile(column.Expression, view.Inputs)(row), column.Type));
        }
        catch (ValueOverflowException)
        {
            return "overflow";
        }
    }

    private static object Read(string text, DataType type) => type.Kind switch
    {
        TypeKind.Int64 => long.Parse(text, CultureInfo.InvariantCulture),
        TypeKind.Double => double.Parse(text, CultureInfo.InvariantCulture),
        TypeKind.Timestamp => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture),
        _ => text,
    };

    private static string Text(object? value) => value switch
    {
        null => "NULL",
        bool flag => flag ? "true" : "false",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };
}
