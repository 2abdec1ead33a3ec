using System.Linq.Expressions;
using Lakehouse.Features.Tests.Authoring;

namespace Lakehouse.Features.Tests.Transforms;

public sealed class TransformRefusalTests
{
    public static TheoryData<string, string> Refused => new()
    {
        { Of(r => r.Get<double>("d").Clip(5, 1)), "low bound above the high one" },
        { Of(r => r.Get<double>("d").Clip(r.Get<double>("a"), 9)), "needs constant bounds" },
        { Of(r => r.Get<long>("i").Bucket(1, 1)), "do not ascend" },
        { Of(r => r.Get<double>("d").Bucket(1, double.NaN)), "do not ascend" },
        { Of(r => r.Get<long>("i").Bucket()), "no boundary" },
        { Of(r => r.Get<decimal>("m").Bucket(0.001m)), "more digits" },
        { Of(r => r.Get<string>("s").OneHot("A", "A")), "lists a text twice" },
        { Of(r => r.Get<string>("s").VocabularyIndex()), "empty vocabulary" },
        { Of(r => r.Get<string>("s").NgramBuckets(0, 8, "")), "fewer than one character" },
        { Of(r => r.Get<string>("s").NgramBuckets(2, 0, "")), "number of buckets" },
        { Of(r => r.Get<long>("i").CyclicSin(0)), "not above zero" },
        { Of(r => FeatureTransforms.GridCell(1, r.Get<double>("d"), 0)), "cells a degree" },
        { Of(r => r.Get<long?>("i").FillNull(r.Get<long>("i"))), "no constant" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Build_WrongUse_NamesTheMistake(string message, string expected) => message.Should().Contain(expected).And.Contain("feature f");

    [Fact]
    public void Build_TranscendentalInAStateView_IsRefused()
    {
        var message = InlineProject.Refusal(project => project.StateView("v", 1, Trips.Contract(project), by: project.Entity<string>("town"), key: t => t.City!)
            .Feature("angle", t => t.Meters!.Value.CyclicSin(24)));

        message.Should().Contain("CyclicSin").And.Contain("on-demand view");
    }

    [Fact]
    public void Build_TransformsInMappingsAndViews_AreTaken()
    {
        var project = InlineProject.Build(project =>
        {
            var trips = Trips.Contract(project).Require("cell is known", t => FeatureTransforms.GridCell(t.Price, t.Price, 10) != null);
            project.WindowView("w", 1, trips, by: project.Entity<string>("town"), key: t => t.City!).Over(Window.Hours(1))
                .Feature("fare_clipped", w => w.Sum(t => t.Fare.Clip(0, 100)))
                .Feature("mean_clipped", w => w.Mean(t => t.Meters).Clip(0, 1000));
            project.StateView("s", 1, trips, by: project.Entity<string>("place"), key: t => t.City!).Feature("city", t => t.City.OneHot("SEA", "PDX"));
        });

        project.Views.SelectMany(v => v.Columns).Select(c => $"{c.Name} {c.Type}").Should().Equal("fare_clipped_1h decimal(18,2)", "mean_clipped_1h double", "city list<double>");
    }

    private static string Of<T>(Expression<Func<RequestRow, T>> value) => RequestFeature.Refusal(value);
}
