using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using Lakehouse.Testing;

namespace Lakehouse.Engine.Spark.Tests.Views;

/// <summary>Generated views over one contract, and many histories of events that share a table: a column that is the first key of every view tells them apart.</summary>
internal sealed class ManyCases
{
    private const string CaseColumn = "case_no";

    private readonly List<EventHistory> histories = [];

    public ManyCases(int seed, int views, int cases, EventGeneratorOptions options)
    {
        var generator = new DefinitionGenerator(seed);
        var apart = new ContractColumn(CaseColumn, DataType.Int64, Nullable: false, ColumnRole.Value, new ColumnExpr(CaseColumn, DataType.Int64));
        Contract = generator.Contract with { Columns = [.. generator.Contract.Columns, apart] };
        Views = [.. Enumerable.Range(seed * views, views).Select(number => Apart(generator.NextView(number)))];
        for (var c = 0; c < cases; c++) histories.Add(new EventGenerator(generator.Times, (seed * 1000) + c, options).Generate());
        Batches = options.Batches;
    }

    public ContractDefinition Contract { get; }

    public IReadOnlyList<EntityViewDefinition> Views { get; }

    public int Batches { get; }

    public long NewestEvent => histories.Max(h => h.NewestEventMicros());

    /// <summary>Silver of all cases after so many batches.</summary>
    public List<Value[]> Silver(int batches) => [.. histories.SelectMany((history, c) => history.Silver(batches).Select(row => (Value[])[.. row, Value.Int64(c)]))];

    /// <summary>A frontier among the instants of the first batches.</summary>
    public long Frontier(Random random, int batches)
    {
        var time = Contract.Columns.IndexOf(Contract.EventTime);
        long[] times = [.. Silver(batches).Select(r => r[time].AsInt64).Order()];
        return times.Length == 0 ? 0 : times[random.Next(times.Length / 2, times.Length)] + random.NextInt64(0, 3) * 3_600_000_000;
    }

    private EntityViewDefinition Apart(EntityViewDefinition view)
    {
        var entity = new EntityDefinition(view.Entity.Name, [new Field(CaseColumn, DataType.Int64, Nullable: false), .. view.Entity.Keys]);
        return view with { Contract = Contract, Entity = entity, Key = [new ColumnExpr(CaseColumn, DataType.Int64), .. view.Key] };
    }
}
