using System.Linq.Expressions;
using Lakehouse.Features.Definitions;
using static Lakehouse.Features.Tests.Authoring.InlineProject;

namespace Lakehouse.Features.Tests.Authoring;

/// <summary>Semantics §3: which aggregate takes which type, and what it gives; every other pair is refused.</summary>
public sealed class AggregateTypeTests
{
    private static readonly string[] Types = ["bool", "int64", "decimal(12,2)", "double", "string", "timestamp", "date", "binary", "list<double>"];

    private static readonly Dictionary<string, Func<string, string?>> Expected = new(StringComparer.Ordinal)
    {
        ["CountNotNull"] = _ => "int64",
        ["Sum"] = type => type is "int64" ? "int64" : type is "decimal(12,2)" ? "decimal(18,2)" : null,
        ["Mean"] = OfExact,
        ["Var"] = OfExact,
        ["VarPop"] = OfExact,
        ["StdDev"] = OfExact,
        ["StdDevPop"] = OfExact,
        ["Min"] = OfOrdered,
        ["Max"] = OfOrdered,
        ["First"] = type => type,
        ["Last"] = type => type,
        ["CountDistinct"] = type => type is "bool" or "int64" or "decimal(12,2)" or "string" or "timestamp" or "date" ? "int64" : null,
    };

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var aggregate in Expected.Keys)
            {
                foreach (var type in Types) pairs.Add(aggregate, type);
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Aggregate_OverAType_GivesItsTypeOrIsRefused(string aggregate, string type)
    {
        foreach (var filtered in new[] { false, true })
        {
            if (Expected[aggregate](type) is { } expected)
            {
                var view = (WindowViewDefinition)Build(p => Define(p, aggregate, type, filtered)).Views[0];

                view.Columns.Should().OnlyContain(c => c.Type.ToString() == expected);
                view.Features[0].Expression.Should().BeOfType<Lakehouse.Features.Expressions.AggregateExpr>().Which.Filter.Should().Match(f => filtered == (f != null));
            }
            else
            {
                Refusal(p => Define(p, aggregate, type, filtered)).Should()
                    .StartWith("Feature view v@1, feature f: `w.").And.Contain(aggregate).And.MatchRegex(@"take[s]? .*int64|\.Quantize\(scale\)");
            }
        }
    }

    [Fact]
    public void Expected_AllAggregates_AreCovered() =>
        Expected.Keys.Should().BeEquivalentTo(
            typeof(WindowEvents<>).GetMethods().Where(m => m.DeclaringType == typeof(WindowEvents<>)).Select(m => m.Name).Distinct().Except(["Count", "Where"]));

    private static string? OfExact(string type) => type is "int64" or "decimal(12,2)" ? "double" : null;

    private static string? OfOrdered(string type) => type is "int64" or "decimal(12,2)" or "double" or "timestamp" or "date" ? type : null;

    private static void Define(ProjectBuilder project, string aggregate, string type, bool filtered)
    {
        var view = EveryTypes.View(project);
        var column = typeof(EveryType).GetProperties().Single(p => EveryTypes.NameOf(p) == type);
        var row = Expression.Parameter(typeof(EveryType), "t");
        var events = Expression.Parameter(typeof(WindowEvents<EveryType>), "w");
        var argument = Expression.Lambda(Expression.Property(row, column), row);
        var isFlagged = Expression.Equal(Expression.Property(row, "Flag"), Expression.Constant(true, typeof(bool?)));
        Expression owner = filtered
            ? Expression.Call(events, nameof(WindowEvents<>.Where), null, Expression.Lambda<Func<EveryType, bool>>(isFlagged, row))
            : events;
        var call = Expression.Call(owner, aggregate, [column.PropertyType], argument);
        var lambda = Expression.Lambda(call, events);
        typeof(WindowView<EveryType>).GetMethod("Feature")!.MakeGenericMethod(call.Type).Invoke(
            view, System.Reflection.BindingFlags.DoNotWrapExceptions, binder: null, ["f", lambda], culture: null);
    }
}
