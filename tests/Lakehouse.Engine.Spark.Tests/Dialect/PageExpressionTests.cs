using System.Globalization;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Semantics.Tests;
using Lakehouse.Spark.TestHost;

namespace Lakehouse.Engine.Spark.Tests.Dialect;

/// <summary>The table of expressions in docs/semantics.md §5, computed by Spark.</summary>
public sealed class PageExpressionTests(SparkHost host)
{
    [Fact]
    [Semantics("5.2", "5.3", "5.4", "5.5", "5.7", "5.9", "5.11")]
    public void Select_ExpressionsOfThePage_GiveTheirResults()
    {
        var page = SemanticsPage.Read().Expressions;
        var view = new Table().Build().Views.OfType<OnDemandViewDefinition>().Single();
        Table.Texts.Should().BeEquivalentTo(page.Select(row => row.Expression).Distinct(), "the table here is the page's");
        var rows = page.Select(row => view.Inputs.Select(field => Given(row.With, field)).ToArray()).ToList();
        var runner = new DialectRunner(host.NewSession(), Path.Combine(host.Folder, Path.GetRandomFileName()), view.Inputs, rows);

        var computed = runner.Compute([.. view.Features.Select(f => f.Expression)]);

        page.Select((row, n) => $"{row.Expression} of {row.With} is {Read(computed[n][Array.IndexOf(Table.Texts, row.Expression)])}")
            .Should().Equal(page.Select(row => $"{row.Expression} of {row.With} is {row.Result}")).And.HaveCountGreaterThan(15);
    }

    private static Value Given(string with, Field field)
    {
        var given = with.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).FirstOrDefault(pair => pair[0] == field.Name);
        if (given is null) return Value.Null;
        object value = field.Type.Kind switch
        {
            TypeKind.Int64 => long.Parse(given[1], CultureInfo.InvariantCulture),
            TypeKind.Double => double.Parse(given[1], CultureInfo.InvariantCulture),
            TypeKind.Timestamp => DateTimeOffset.Parse(given[1], CultureInfo.InvariantCulture),
            _ => given[1],
        };
        return ClrValues.FromClr(value, field.Type);
    }

    private static string Read(string cell)
    {
        var (type, text) = (cell.Split(' ')[0], cell[(cell.IndexOf(' ') + 1)..]);
        if (text == "!") return "overflow";
        return type == "string" && text != "NULL" ? System.Text.Encoding.UTF8.GetString(Convert.FromHexString(text)) : text;
    }

    private sealed class Table : FeatureProject
    {
        internal static readonly string[] Texts =
        [
            "n.DividedBy(m)", "n + m", "n + m - m", "n > m", "n > m || m == null", "n > 5 && m > 5", "n % m", "x / y", "x.Quantize(1)", "x.Quantize(2)",
            "s!.Length", "s!.ToUpper()", "s! + \"!\"",
            "s.HashBucket(100, \"split\")", "t!.Value.Hour", "t!.Value.IsoDayOfWeek()",
        ];

        protected override void Define(ProjectBuilder project)
        {
            var request = project.Request("row").Field<long?>("n").Field<long?>("m").Field<double?>("x").Field<double?>("y").Field<string>("s").Field<DateTimeOffset?>("t");
            var view = project.OnDemand("table", version: 1, request)
                .Feature("e0", r => r.Get<long?>("n").DividedBy(r.Get<long?>("m")))
                .Feature("e1", r => r.Get<long?>("n") + r.Get<long?>("m"))
                .Feature("e2", r => r.Get<long?>("n") + r.Get<long?>("m") - r.Get<long?>("m"))
                .Feature("e3", r => r.Get<long?>("n") > r.Get<long?>("m"))
                .Feature("e4", r => r.Get<long?>("n") > r.Get<long?>("m") || r.Get<long?>("m") == null)
                .Feature("e5", r => r.Get<long?>("n") > 5 && r.Get<long?>("m") > 5)
                .Feature("e6", r => r.Get<long?>("n") % r.Get<long?>("m"))
                .Feature("e7", r => r.Get<double?>("x") / r.Get<double?>("y"))
                .Feature("e8", r => r.Get<double?>("x").Quantize(1))
                .Feature("e9", r => r.Get<double?>("x").Quantize(2))
                .Feature("e10", r => r.Get<string?>("s")!.Length)
                .Feature("e11", r => r.Get<string?>("s")!.ToUpper())
                .Feature("e12", r => r.Get<string?>("s")! + "!")
                .Feature("e13", r => r.Get<string?>("s").HashBucket(100, "split"))
                .Feature("e14", r => r.Get<DateTimeOffset?>("t")!.Value.Hour)
                .Feature("e15", r => r.Get<DateTimeOffset?>("t")!.Value.IsoDayOfWeek());
            project.Set("all", version: 1).With(view);
        }
    }
}
