using CsCheck;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using Lakehouse.Online;
using Lakehouse.Online.Sets;
using static Lakehouse.Serving.Tests.ServingHost;

namespace Lakehouse.Serving.Tests.Api;

/// <summary>Lookups with failing rows, beside the same lookups without failures: no cell changes but to ERROR, and every ERROR is told.</summary>
public sealed class RowErrorProperties
{
    private const int Keys = 12;

    /// <summary>A feature of each kind, and transforms over stored, request-time and no features.</summary>
    private static readonly SetDefinition Set = new(new("mixed", 1), [.. new ViewDefinition[] { Delays, Carriers, Planned }.Select(v => new SetMember(v, v.Columns))])
    {
        Transforms =
        [
            new("is_missing", new CallExpr(Function.IsNull, [new ColumnExpr("airport_delays.delay", DataType.Int64)], DataType.Bool), Fit: null),
            new("carrier_is_missing", new CallExpr(Function.IsNull, [new ColumnExpr("airport_carrier.carrier", DataType.String)], DataType.Bool), Fit: null),
            new("more_is_missing", new CallExpr(Function.IsNull, [new ColumnExpr("planned.minutes_more", DataType.Int64)], DataType.Bool), Fit: null),
            new("minutes_twice", new CallExpr(Function.Add, [new ColumnExpr("minutes", DataType.Int64), new ColumnExpr("minutes", DataType.Int64)], DataType.Int64), Fit: null),
        ],
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Semantics("8.1", "8.3")]
    [Fact]
    public async Task LookupByRow_RandomFailures_ChangeNoCellButToErrorAndAllAreTold()
    {
        await using var host = await ServingHost.StartAsync();
        await host.SyncAsync(Delays, [.. Enumerable.Range(0, Keys).Where(k => k % 4 != 0).Select(k => Row([$"K{k}"], 10 * Hour, k % 3 == 0 ? Value.Null : Value.Int64(k)))]);
        await host.SyncAsync(Carriers, [.. Enumerable.Range(0, Keys).Where(k => k % 2 == 0).Select(k => Row([$"K{k}"], 6 * Hour, Value.String($"C{k}")))]);
        var plan = new SetPlan(Set, "sha256:mixed", fit: null);
        var rows = Gen.Select(Gen.Int[0, Keys], Gen.Bool, Gen.Frequency((6, Gen.Const(0)), (5, Gen.Int[1, 5]))).Array[1, 12];

        await Gen.Select(rows, Gen.OneOf(Gen.Const(10 * Hour), Gen.Const(Hour), Gen.Const(12 * Hour))).SampleAsync(
            async (cells, at) =>
            {
                Value[][] keys = [.. cells.Select(c => new[] { Value.String($"K{c.Item1}") })];
                Value[][] inputs = [.. cells.Select(c => new[] { c.Item2 ? Value.Int64(5) : Value.Null })];
                var clean = await plan.LookupAsync(host.Store, keys, inputs, at, Ct);

                // 1 and 2: the key's rows fail; 3: its number overflows; 4: the key is none; 5: the input is none.
                await using var store = new PartialStore(host.Store);
                foreach (var (key, _, failure) in cells.Where(c => c.Item3 is 1 or 2)) store.FailingKeys[$"K{key}"] = failure == 1;
                List<BadCell> bad = [];
                for (var row = 0; row < cells.Length; row++)
                {
                    if (cells[row].Item3 == 3) inputs[row] = [Value.Int64(long.MaxValue)];
                    else if (cells[row].Item3 is 4 or 5) bad.Add(new(row, cells[row].Item3 == 4 ? RowFaultReason.KeyInvalid : RowFaultReason.InputInvalid, 0, "none"));
                    if (cells[row].Item3 == 4) keys[row] = [Value.Null];
                    if (cells[row].Item3 == 5) inputs[row] = [Value.Null];
                }

                SetAnswer answer;
                try
                {
                    answer = await plan.LookupByRowAsync((view, wanted, ct) => ViewRead.ByKeyAsync(store, view, wanted, at, ct), keys, inputs, bad.Count == 0 ? null : bad, at, Ct);
                }
                catch (OnlineStoreException e)
                {
                    e.IsTransient.Should().BeTrue();
                    Enumerable.Range(0, cells.Length).Should().OnlyContain(row => cells[row].Item3 == 4 || store.FailingKeys[$"K{cells[row].Item1}"], "it fails as a whole where no row can be read");
                    return;
                }

                Compare(plan, clean, answer, [.. cells.Select(c => c.Item3)]);
            },
            iter: 500,
            threads: 1);
    }

    private static void Compare(SetPlan plan, SetAnswer clean, SetAnswer answer, int[] failures)
    {
        var told = answer.Faults.SelectMany(f => f.Features.SelectMany(feature => f.Rows.Select(row => (feature, row)))).ToHashSet();
        for (var f = 0; f < plan.Features.Length; f++)
        {
            for (var row = 0; row < answer.Rows; row++)
            {
                var status = answer.Column(plan.Features[f]).Read(row, out var value);
                told.Contains((f, row)).Should().Be(status == FeatureStatus.Error, "every error is told, and nothing else");
                if (status == FeatureStatus.Error)
                {
                    value.IsNull.Should().BeTrue();
                    continue;
                }

                // An overflowing number is another input: what is computed from it may differ, but then it is no error.
                if (failures[row] == 3 && plan.Features[f].View is null) continue;
                status.Should().Be(clean.Column(plan.Features[f]).Read(row, out var expected));
                value.Should().Be(expected);
            }
        }
    }
}
