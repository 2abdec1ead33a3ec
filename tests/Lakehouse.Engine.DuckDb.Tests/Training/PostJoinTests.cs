using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Tests.Training;

public sealed class PostJoinTests
{
    [Fact]
    public async Task Build_PostJoinStep_ReadsAllJoinedRowsAndAddsColumnsInOrder()
    {
        using var fixture = new TrainingFixture(seed: 71);
        await fixture.FillAsync(TrainingFixture.Clock);
        var (sum, rows, fits) = (0L, 0L, 0);
        var plan = await fixture.PlanAsync(TrainingMode.Latest) with
        {
            PostJoin = (joined, ct) =>
            {
                fits++;
                joined.Columns.Select(c => c.Name).Should().Equal(
                    "spine_row", "left_key", "right_key", "timestamp", "planned", "first__amount", "first__score", "request__doubled", "request__absent", "second__score", "second__note");
                joined.Count.Should().Be(fixture.Spine.Count);
                joined.Read(["first__amount"], values => sum += values[0].IsNull ? 0 : values[0].AsInt64, ct);
                joined.Read(["request__doubled", "spine_row"], values => values[1].AsInt64.Should().Be(rows++), ct);
                return
                [
                    new("fit__shifted", DataType.Int64, ["first__amount", "planned"], v => v[0].IsNull || v[1].IsNull ? Value.Null : Value.Int64(v[0].AsInt64 + sum + v[1].AsInt64)),
                    new("fit__twice", DataType.Int64, ["fit__shifted"], v => v[0].IsNull ? Value.Null : Value.Int64(2 * v[0].AsInt64)),
                ];
            },
        };

        await TrainingFixture.BuildAsync(plan);

        var (amounts, planned) = (await fixture.ColumnAsync("first__amount"), await fixture.ColumnAsync("planned"));
        var (shifted, twice, statuses) = (await fixture.ColumnAsync("fit__shifted"), await fixture.ColumnAsync("fit__twice"), await fixture.ColumnAsync("fit__twice__status"));
        (fits, rows, sum).Should().Be((1, fixture.Spine.Count, amounts.Sum(a => a.IsNull ? 0 : a.AsInt64)));
        for (var i = 0; i < amounts.Count; i++)
        {
            var expected = amounts[i].IsNull || planned[i].IsNull ? Value.Null : Value.Int64(amounts[i].AsInt64 + sum + planned[i].AsInt64);
            shifted[i].Should().Be(expected);
            twice[i].Should().Be(expected.IsNull ? Value.Null : Value.Int64(2 * expected.AsInt64));
            statuses[i].AsString.Should().Be(expected.IsNull ? "NULL" : "PRESENT");
        }
    }

    [Fact]
    public async Task Build_PostJoinColumnOfNoInput_SaysWhichThereAre()
    {
        using var fixture = new TrainingFixture(seed: 72);
        await fixture.FillAsync(TrainingFixture.Clock);
        var plan = await fixture.PlanAsync(TrainingMode.Latest) with { PostJoin = (_, _) => [new("x", DataType.Int64, ["first__amont"], v => v[0])] };

        var build = () => TrainingFixture.BuildAsync(plan);

        await build.Should().ThrowAsync<EngineException>().WithMessage("*no column 'first__amont'*first__amount*");
    }
}
