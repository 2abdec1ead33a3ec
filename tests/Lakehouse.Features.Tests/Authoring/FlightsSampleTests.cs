using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;
using Sample.Flights;

namespace Lakehouse.Features.Tests.Authoring;

public sealed class FlightsSampleTests
{
    private readonly ProjectDefinition project = new FlightsProject().Build();

    [Fact]
    public void Build_Sample_GivesItsDefinitions()
    {
        project.Name.Should().Be("flights");
        project.Contracts.Select(c => c.Id.ToString()).Should().Equal("flights@1");
        project.Views.Select(v => v.Id.ToString()).Should().Equal("airport_delays@1", "airport_last_departure@1", "calendar@1");
        project.Sets.Select(s => s.Id.ToString()).Should().Equal("departure_delay_model@1");
    }

    [Fact]
    public void Build_Sample_NamesSilverColumns()
    {
        var contract = project.Contracts[0];

        contract.Schema.Should().Equal(
            new Field("flight_id", DataType.String, Nullable: false),
            new Field("departed_at", DataType.Timestamp, Nullable: false),
            new Field("origin", DataType.String, Nullable: false),
            new Field("destination", DataType.String, Nullable: false),
            new Field("delay_minutes", DataType.Int64),
            new Field("distance_miles", DataType.Int64, Nullable: false));
        contract.EventId.Name.Should().Be("flight_id");
        contract.EventTime.Mapping.ToString().Should().Be("as_utc(Date)");
        contract.EventId.Mapping.Should().Be(new CallExpr(Function.Concat, [
            new ColumnExpr("_source_file", DataType.String),
            new LiteralExpr(Value.String(":"), DataType.String),
            new CallExpr(Function.ToText, [new ColumnExpr("_source_row", DataType.Int64)], DataType.String),
        ], DataType.String));
        contract.Columns[4].Unit.Should().Be("min");
        contract.Rules.Select(r => (r.Kind, r.Condition.ToString())).Should().Equal(
            (RuleKind.Require, "length(origin) = 3"),
            (RuleKind.Warn, "(delay_minutes is null) or (delay_minutes < 2880)"));
    }

    [Semantics("3.10")]
    [Fact]
    public void Build_Sample_NamesGoldColumnsByFeatureThenWindow()
    {
        var view = (WindowViewDefinition)project.Views[0];

        view.Columns.Select(c => c.Name).Should().StartWith(["departures_1h", "departures_24h", "departures_7d", "delay_mean_1h"]);
        view.Columns.Select(c => c.Type).Distinct().Should().BeEquivalentTo([DataType.Int64, DataType.Double]);
        view.Key.Should().Equal(new ColumnExpr("origin", DataType.String));
        view.TimeToLiveMicros.Should().Be(30L * 86_400_000_000);
        view.Features[3].Expression.ToString().Should().Be("to_double(count() where (delay_minutes > 15)) / to_double(count())");
        view.Owner.Should().Be("ops-data");
    }

    [Fact]
    public void Build_Sample_ChoosesColumnsOfTheSet()
    {
        var set = project.Sets[0];

        set.Members.Select(m => m.Columns.Length).Should().Equal(12, 1, 1);
        set.Keys.Should().Equal(new Field("airport", DataType.String, Nullable: false));
        set.Inputs.Should().Equal(new Field("planned_at", DataType.Timestamp));
    }

    [Fact]
    public void Build_Sample_CompilesToDelegates()
    {
        var contract = project.Contracts[0];
        Field[] bronze = [.. contract.Source.Columns, new("_source_file", DataType.String), new("_source_row", DataType.Int64)];
        Value[] row = [Value.Int64(1_000_000), Value.Null, Value.Int64(500), Value.String(" ord "), Value.String("lax"), Value.String("a/b.parquet"), Value.Int64(7)];

        var silver = contract.Columns.Select(c => ExpressionCompiler.Compile(c.Mapping, bronze)(row)).ToArray();

        silver.Should().Equal(Value.String("a/b.parquet:7"), Value.Int64(1_000_000), Value.String("ORD"), Value.String("LAX"), Value.Null, Value.Int64(500));
    }
}
