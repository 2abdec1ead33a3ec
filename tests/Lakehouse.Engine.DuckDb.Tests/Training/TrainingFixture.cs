using System.Globalization;
using Lakehouse.Delta;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using static Lakehouse.Engine.DuckDb.Tests.Expression;

namespace Lakehouse.Engine.DuckDb.Tests.Training;

/// <summary>Two random gold tables, a random spine, and the set over them.</summary>
internal sealed class TrainingFixture : IDisposable
{
    public const int Frontier = RandomGold.LastInstant;
    public const int Clock = 90;
    private readonly TestLake lake = new();
    private readonly Random random;

    public TrainingFixture(int seed)
    {
        random = new Random(seed);
        First = new RandomGold(lake.Table("gold/first"), random, new VersionedName("first", 1));
        Second = new RandomGold(lake.Table("gold/second"), random, new VersionedName("second", 1), hasText: true);
        var request = new Field("planned", DataType.Int64);
        var missing = new Field("missing", DataType.Int64);
        OnDemand = new(new VersionedName("request", 1), "request", [request, missing],
            [new("doubled", Call(Function.Add, DataType.Int64, Column("planned", DataType.Int64), Column("planned", DataType.Int64))),
                new("absent", Column("missing", DataType.Int64))]);
        FirstView = (EntityViewDefinition)First.View with { TimeToLiveMicros = 25 };
        Set = new(new VersionedName("model", 1), [new(FirstView, First.View.Columns), new(OnDemand, OnDemand.Columns), new(Second.View, [Second.View.Columns[1], Second.View.Columns[2]])]);
    }

    public RandomGold First { get; }

    public RandomGold Second { get; }

    public EntityViewDefinition FirstView { get; }

    public OnDemandViewDefinition OnDemand { get; }

    public SetDefinition Set { get; }

    public DeltaTable Output => lake.Table("training/out");

    /// <summary>Spine rows: left key, right key, timestamp, planned; any may be NULL.</summary>
    public List<Value[]> Spine { get; } = [];

    public async Task FillAsync(int lastTimestamp)
    {
        for (var i = 0; i < 4; i++)
        {
            await First.CommitAsync(Clock - 30 + (10 * i), Frontier, count: 25);
            await Second.CommitAsync(Clock - 30 + (10 * i), Frontier, count: i == 0 ? 0 : 25);
        }

        for (var i = 0; i < 300; i++)
        {
            var key = RandomGold.AllKeys[random.Next(RandomGold.AllKeys.Count)];
            Spine.Add([Maybe(key[0]), Maybe(key[1]), Maybe(Value.Int64(random.Next(-5, lastTimestamp + 1))), Maybe(Value.Int64(random.Next(9)))]);
        }

        Spine.AddRange(Spine.Take(20).ToList());
    }

    public async Task<TrainingPlan> PlanAsync(TrainingMode mode) => new(
        Set, new Dictionary<VersionedName, Snapshot> { [First.View.Id] = await First.SnapshotAsync(), [Second.View.Id] = await Second.SnapshotAsync() }, SpineSql(), Output, mode)
    {
        IncludeStatus = true,
        IncludeEventTime = true,
        Commits = new Dictionary<VersionedName, IReadOnlyList<KnownCommit>> { [First.View.Id] = First.Commits, [Second.View.Id] = Second.Commits },
    };

    public static Task<TrainingResult> BuildAsync(TrainingPlan plan) =>
        new DuckDbEngine(TestLake.Options, TimeProvider.System).BuildTrainingSetAsync(plan, TestContext.Current.CancellationToken);

    /// <summary>A column of the output, in spine order.</summary>
    public async Task<IReadOnlyList<Value>> ColumnAsync(string name) => [.. (await TestLake.ReadAsync(Output, "spine_row", name)).Select(r => r[0])];

    public string SpineSql()
    {
        static string Number(Value value) => value.IsNull ? "NULL" : value.AsInt64.ToString(CultureInfo.InvariantCulture);
        var rows = Spine.Select(r => $"({(r[0].IsNull ? "NULL" : $"'{r[0].AsString}'")}, {Number(r[1])}, {Number(r[2])}, {Number(r[3])})");
        return "SELECT left_key, right_key::INTEGER AS right_key, make_timestamptz(t::BIGINT) AS timestamp, planned::BIGINT AS planned "
            + $"FROM (VALUES {string.Join(", ", rows)}) v(left_key, right_key, t, planned)";
    }

    public void Dispose() => lake.Dispose();

    private Value Maybe(Value value) => random.Next(15) == 0 ? Value.Null : value;
}
