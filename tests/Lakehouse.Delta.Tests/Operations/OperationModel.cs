using Lakehouse.Delta.Operations;

namespace Lakehouse.Delta.Tests.Operations;

/// <summary>A row of the model.</summary>
internal sealed record ModelRow(long Id, string? Day, int? Amount)
{
    public override string ToString() => $"{Id}|{Day}|{Amount}|";

    public string Sql => $"({Id}, {(Day is null ? "NULL" : $"'{Day}'")}, {(Amount is null ? "NULL" : $"{Amount}")}, NULL)";
}

/// <summary>A condition as text and as a function; null is unknown.</summary>
internal sealed record ModelCondition(string Text, Func<ModelRow, bool?> Holds);

/// <summary>An operation on the table, and what it does to rows in memory.</summary>
internal sealed record ModelStep(string Name, Func<TableOperations, Task<OperationResult>> Run, Func<IReadOnlyList<ModelRow>, IEnumerable<ModelRow>> Apply);

/// <summary>Random operations.</summary>
/// <param name="random">The source of chance.</param>
internal sealed class OperationModel(Random random)
{
    private static readonly string?[] Days = ["a", "b", "c d/é", null];
    private static readonly OperationOptions Options = new() { MaxAttempts = 50, Writer = new Writing.WriterOptions { FileRows = 7 } };

    public ModelStep Next() => random.Next(8) switch
    {
        0 or 1 => Append(),
        2 => Overwrite(),
        3 => ReplaceWhere(),
        4 => OverwritePartitions(),
        5 => Delete(),
        6 => Update(),
        _ => Merge(),
    };

    private static CancellationToken Cancel => TestTable.Cancel;

    private ModelStep Append()
    {
        var rows = Rows(random.Next(1, 12));
        return new("append", o => o.AppendAsync(Source(rows), Options, Cancel), before => before.Concat(rows));
    }

    private ModelStep Overwrite()
    {
        var rows = Rows(random.Next(12));
        return new("overwrite", o => o.OverwriteAsync(Source(rows), Options, Cancel), _ => rows);
    }

    private ModelStep ReplaceWhere()
    {
        var day = Days[random.Next(3)]!;
        var rows = Rows(random.Next(5)).ConvertAll(r => r with { Day = day });
        var condition = ScanPredicate.Parse($"day = '{day}'", OperationTable.Columns);
        return new($"replace where day = {day}", o => o.ReplaceWhereAsync(condition, Source(rows), Options, Cancel), before => before.Where(r => r.Day != day).Concat(rows));
    }

    /// <summary>Only of a table partitioned by day; the caller sees to that.</summary>
    private ModelStep OverwritePartitions()
    {
        var rows = Rows(random.Next(1, 5));
        var days = rows.Select(r => r.Day).ToHashSet();
        return new("overwrite partitions", o => o.OverwritePartitionsAsync(Source(rows), Options, Cancel), before => before.Where(r => !days.Contains(r.Day)).Concat(rows));
    }

    private ModelStep Delete()
    {
        var condition = Condition();
        var parsed = ScanPredicate.Parse(condition.Text, OperationTable.Columns);
        return new($"delete {condition.Text}", o => o.DeleteAsync(parsed, Options, Cancel), before => before.Where(r => condition.Holds(r) != true));
    }

    private ModelStep Update()
    {
        var condition = Condition();
        var parsed = ScanPredicate.Parse(condition.Text, OperationTable.Columns);
        var day = Days[random.Next(Days.Length)];
        return new(
            $"update {condition.Text}",
            o => o.UpdateAsync([new("amount", "amount + id::INTEGER"), Assignment.Value("day", day)], parsed, Options, Cancel),
            before => before.Select(r => condition.Holds(r) == true ? r with { Amount = r.Amount + (int)r.Id, Day = day } : r));
    }

    private ModelStep Merge()
    {
        var source = Rows(random.Next(10)).DistinctBy(r => r.Id).ToDictionary(r => r.Id);
        var dropLeft = random.Next(4) == 0;
        var merge = new Merge(Source([.. source.Values]), ["id"])
            .WhenMatchedDelete("source.amount < 5").WhenMatchedUpdateAll("target.amount IS NOT NULL").WhenNotMatchedInsertAll();
        if (dropLeft) merge = merge.WhenNotMatchedBySourceDelete("target.day = 'a'");
        return new("merge", o => o.MergeAsync(merge, Options, Cancel), Apply);

        IEnumerable<ModelRow> Apply(IReadOnlyList<ModelRow> before)
        {
            var kept = before.Where(r => source.TryGetValue(r.Id, out var s) ? !(s.Amount < 5) : !(dropLeft && r.Day == "a"))
                .Select(r => source.TryGetValue(r.Id, out var s) && r.Amount is not null ? s : r);
            return kept.Concat(source.Values.Where(s => before.All(r => r.Id != s.Id)));
        }
    }

    private ModelCondition Condition()
    {
        var number = random.Next(20);
        var day = Days[random.Next(3)]!;
        return random.Next(6) switch
        {
            0 => new($"id < {number}", r => r.Id < number),
            1 => new($"day = '{day}'", r => r.Day is null ? null : r.Day == day),
            2 => new("day IS NULL", r => r.Day is null),
            3 => new($"NOT (amount = {number})", r => r.Amount is null ? null : r.Amount != number),
            4 => new($"day = '{day}' AND amount >= {number}", r => r.Day == day && r.Amount >= number),
            _ => new($"amount > {number} OR id = {number}", r => r.Amount > number || r.Id == number),
        };
    }

    private List<ModelRow> Rows(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new ModelRow(random.Next(25), Days[random.Next(Days.Length)], random.Next(6) == 0 ? null : random.Next(20)))];

    private static RowSource Source(IReadOnlyList<ModelRow> rows) => rows.Count == 0
        ? RowSource.Query("SELECT 0::BIGINT AS id, ''::VARCHAR AS day, 0::INTEGER AS amount, NULL AS price WHERE false")
        : OperationTable.Rows(string.Join(", ", rows.Select(r => r.Sql)));
}
