using Lakehouse.Catalog;
using Lakehouse.Cli.ClientCode;
using Lakehouse.Cli.Tests;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;
using Lakehouse.Online;
using Lakehouse.Online.Conformance;
using Lakehouse.Serving.Tests;
using static Lakehouse.Serving.Tests.ServingHost;

namespace Lakehouse.Client.Tests.Generated;

/// <summary>Records that the command writes are compiled and look themselves up in a real server.</summary>
public sealed class CSharpRecordTests
{
    private const string Using = """
        using System;
        using System.Linq;
        using System.Threading.Tasks;
        using Lakehouse.Client;
        using Features;

        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetAsync_EveryType_GivesTypedValuesAndStatuses()
    {
        await using var host = await ServingHost.StartAsync();
        Value[] key = [Value.String("k"), Value.Int64(-5), Value.Int64(11_000), Value.Int64(77), Value.Bool(true), Value.Int64(-1250)];
        Value[] values =
        [
            Value.Bool(true), Value.Int64(long.MinValue), Value.Int64(-12_345), Value.Double(0.5), Value.String("Zürich"), Value.Int64(0), Value.Int64(-1), Value.Binary([0, 255]),
            Value.DoubleList([1.5, null]),
        ];
        await host.SyncAsync(Everything, new OnlineRow(key, 6 * Hour, 6 * Hour, values, Retracted: false, 1));
        var columns = Everything.Columns;
        string Property(TypeKind kind) => Identifiers.Pascal(columns.First(c => c.Type.Kind == kind).Name);
        var usage = Using + $$"""
            internal static class Usage
            {
                public static async Task<object?[]> RunAsync(FeatureClient client)
                {
                    var at = DateTimeOffset.UnixEpoch.AddHours(10);
                    var x = await Everything.GetAsync(client, "k", -5, new DateOnly(2000, 2, 13), DateTimeOffset.UnixEpoch.AddMicroseconds(77), true, -12.5m, at);
                    bool? b = x.{{Property(TypeKind.Bool)}};
                    long? i = x.{{Property(TypeKind.Int64)}};
                    decimal? m = x.{{Property(TypeKind.Decimal)}};
                    double? d = x.{{Property(TypeKind.Double)}};
                    string? s = x.{{Property(TypeKind.String)}};
                    DateTimeOffset? t = x.{{Property(TypeKind.Timestamp)}};
                    DateOnly? day = x.{{Property(TypeKind.Date)}};
                    byte[]? bytes = x.{{Property(TypeKind.Binary)}};
                    double?[]? list = x.{{Property(TypeKind.DoubleList)}};
                    return new object?[] { b, i, m, d, s, t, day, bytes, list, x.{{Property(TypeKind.Double)}}Status.ToString(), x.{{Identifiers.Pascal(Everything.Id.Name)}}EventTime };
                }
            }
            """;

        var result = await CompiledCode.RunAsync<object?[]>(host.Client, Code("everything", Everything), usage);

        result.Should().BeEquivalentTo(
            new object?[]
            {
                true, long.MinValue, -1.2345m, 0.5, "Zürich", DateTimeOffset.UnixEpoch, new DateOnly(1969, 12, 31), new byte[] { 0, 255 }, new double?[] { 1.5, null }, "Present",
                DateTimeOffset.UnixEpoch.AddHours(6),
            },
            o => o.WithStrictOrdering());
    }

    [Fact]
    public async Task GetManyAsync_NullAbsentAndExpired_AreNullWithTheirStatus()
    {
        await using var host = await ServingHost.StartAsync();
        await host.SyncAsync(Delays, Row(["ORD"], 10 * Hour, Value.Int64(12)), Row(["ATL"], 10 * Hour, Value.Null), Row(["OLD"], 8 * Hour, Value.Int64(1)));
        const string usage = Using + """
            internal static class Usage
            {
                public static async Task<string> RunAsync(FeatureClient client)
                {
                    var rows = await Delays.GetManyAsync(client, new Delays.Request[] { new("ORD", 41), new("ATL"), new("OLD"), new("?") });
                    return string.Join(" ", rows.Select(r => $"{r.Delay}:{r.DelayStatus}:{r.MinutesMore}"));
                }
            }
            """;

        var text = await CompiledCode.RunAsync<string>(host.Client, Code("delays", Delays, Carriers, Planned), usage);

        text.Should().Be("12:Present:42 :Null: :Expired: :Absent:");
    }

    [Fact]
    public async Task GetAsync_SetChangedInTheService_IsRefused()
    {
        await using var host = await ServingHost.StartAsync();
        host.Sets.HashPrefix = "sha256:other-";
        const string usage = Using + "internal static class Usage { public static Task<Delays> RunAsync(FeatureClient client) => Delays.GetAsync(client, \"ORD\"); }";

        var lookup = () => CompiledCode.RunAsync<object>(host.Client, Code("delays", Delays, Carriers, Planned), usage.Replace("Task<Delays>", "async Task<object>").Replace("=>", "=> await"));

        (await lookup.Should().ThrowAsync<FeatureSetChangedException>()).Which.Actual.Should().Be("sha256:other-delays");
    }

    [Fact]
    public async Task GetAsync_SetWithFittedTransforms_TakesTheFitThatIsNamed()
    {
        await using var host = await ServingHost.StartAsync();
        var scaled = new SetDefinition(new("scaled", 1), [new(Delays, Delays.Columns)])
        {
            Transforms = [new("delay_scaled", new ColumnExpr("airport_delays.delay", DataType.Int64), new StandardizeFit())],
        };
        host.Sets.Add(scaled);
        var fitter = new SetFitter(scaled, "sha256:scaled", [], split: null);
        foreach (var delay in new[] { 10, 20 }) fitter.Add([Value.Int64(delay)], [], spineRow: 0);
        var fit = fitter.Finish();
        host.Sets.Fits.Add(new(scaled.Id, "sha256:scaled", "late", 0, "digest", fit.Hash, fit.Json, IsDefault: false));
        await host.SyncAsync(Delays, Row(["ORD"], 10 * Hour, Value.Int64(12)));
        const string usage = Using + """
            internal static class Usage
            {
                public static async Task<string> RunAsync(FeatureClient client)
                {
                    var x = await Scaled.GetAsync(client, "ORD", fit: "late@0");
                    return $"{x.Delay} {x.DelayScaled}";
                }
            }
            """;

        var text = await CompiledCode.RunAsync<string>(host.Client, new CSharpRecord(new(new Registered<SetDefinition>(scaled, "sha256:scaled")), name: null).Write("Features"), usage);

        text.Should().Be("12 -0.6");
    }

    [Fact]
    public async Task Write_NamesThatMeetEachOtherOrKeywords_StayApart()
    {
        await using var host = await ServingHost.StartAsync();
        var view = SampleViews.State(
            "awkward", [SampleViews.Key("class", DataType.String), SampleViews.Key("at", DataType.Int64)],
            [new("a_1", DataType.Int64), new("a1", DataType.Int64), new("x", DataType.Double), new("x_status", DataType.String), new("set", DataType.Bool), new("awkward", DataType.Bool)]);
        host.Sets.Add("awkward", view);
        await host.Store.DeployAsync(view, 0, Ct);
        await host.SyncAsync(view, new OnlineRow(
            [Value.String("c"), Value.Int64(1)], 6 * Hour, 6 * Hour,
            [Value.Int64(1), Value.Int64(2), Value.Double(3), Value.String("four"), Value.Bool(true), Value.Bool(false)], Retracted: false, 1));
        const string usage = Using + """
            internal static class Usage
            {
                public static async Task<string> RunAsync(FeatureClient client)
                {
                    var x = await Awkward.GetAsync(client, "c", 1);
                    return string.Join(" ", typeof(Awkward).GetProperties().Where(p => p.GetIndexParameters().Length == 0).Select(p => p.GetValue(x)).Where(v => v is not DateTimeOffset));
                }
            }
            """;

        var text = await CompiledCode.RunAsync<string>(host.Client, Code("awkward", view), usage);

        text.Should().Be("1 Present 2 Present 3 Present four Present True Present False Present");
    }

    [Fact]
    public async Task Client_SetOfALake_WritesFilesWithItsHashAndTexts()
    {
        using var lake = await TestLake.CreateAsync(new ReadingsProject());
        var file = Path.Combine(lake.Folder, "Levels.cs");

        var csharp = await lake.RunAsync("client", "csharp", "levels@1", "--out", file, "--namespace", "Plant.Models", "--name", "TankLevels");
        var python = await lake.RunAsync("client", "python", "levels@1");
        var wrong = await lake.RunAsync("client", "csharp", "levels@1", "--name", "not a name");

        (csharp.ExitCode, csharp.Error).Should().Be((0, ""));
        (await File.ReadAllTextAsync(file, Ct)).Should().Contain("namespace Plant.Models;").And.Contain("public sealed record TankLevels").And.Contain("public long? Level { get; init; }")
            .And.Contain("\"sha256:");
        python.Out.Should().Contain("class Levels:").And.Contain("    level: Optional[int]\n    level_status: FeatureStatus\n");
        wrong.ExitCode.Should().Be(2);
        wrong.Error.Should().Contain("--name: 'not a name'");
    }

    private static string Code(string name, params ViewDefinition[] views) =>
        new CSharpRecord(new(new Registered<SetDefinition>(new(new(name, 1), [.. views.Select(v => new SetMember(v, v.Columns))]), $"sha256:{name}")), name: null).Write("Features");
}
