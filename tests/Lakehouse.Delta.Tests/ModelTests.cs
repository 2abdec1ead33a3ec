using CsCheck;

namespace Lakehouse.Delta.Tests;

/// <summary>Random histories against a model that keeps each version's rows in memory.</summary>
public sealed class ModelTests : IDisposable
{
    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task History_RandomAppendsOverwritesAndRewrites_EveryVersionAndChangeEqualsTheModel(int seed)
    {
        var random = new Random(seed);
        List<long[]> model = [[0, 1]];
        await table.CreateAsync(first: 0, count: 2);
        for (var step = 0; step < 13; step++) model.Add(await StepAsync(model[^1], random.Next(3), random.Next(30), random.Next(5)));

        var cold = DeltaTable.ForPath(table.Path);
        for (var to = 0; to < model.Count; to++)
        {
            (await table.IdsOfAsync((await cold.GetSnapshotAsync(to, TestTable.Cancel)).Scan())).Order().Should().Equal(model[to].Order(), $"version {to}");
            var from = to / 2;
            var changes = await cold.GetChangesAsync(from, to, TestTable.Cancel);
            var moved = model[from].Concat(await table.IdsOfAsync(changes.To.Scan(changes.Added))).ToList();
            foreach (var gone in await table.IdsOfAsync(changes.To.Scan(changes.Removed))) moved.Remove(gone).Should().BeTrue();
            moved.Order().Should().Equal(model[to].Order(), $"changes {from} to {to}");
        }
    }

    [Fact]
    public async Task Where_RandomConditions_SameRowsAsUnprunedSql()
    {
        await table.CreateAsync(first: 0, count: 5);
        for (var i = 1; i < 6; i++) await table.AppendAsync(first: i * 10, count: 5);
        var snapshot = await table.Table.GetSnapshotAsync(ct: TestTable.Cancel);
        string[] operators = ["=", "!=", "<", "<=", ">", ">="];
        var leaf = Gen.Select(Gen.Int[0, 5].Select(i => operators[i]), Gen.Long[-2, 60])
            .Select(x => (Predicate: (ScanPredicate)new ComparePredicate("id", x.Item1, x.Item2), Sql: $"(id {x.Item1} {x.Item2})"));
        var condition = Gen.Select(leaf, leaf, Gen.Int[0, 3]).Select((a, b, kind) => kind switch
        {
            0 => (Predicate: new AndPredicate(a.Predicate, b.Predicate), Sql: $"({a.Sql} AND {b.Sql})"),
            1 => (new OrPredicate(a.Predicate, b.Predicate), $"({a.Sql} OR {b.Sql})"),
            2 => (new NotPredicate(new AndPredicate(a.Predicate, b.Predicate)), $"(NOT ({a.Sql} AND {b.Sql}))"),
            _ => ((ScanPredicate Predicate, string Sql))(new NotPredicate(new OrPredicate(a.Predicate, b.Predicate)), $"(NOT ({a.Sql} OR {b.Sql}))"),
        });
        var all = await snapshot.Scan().ToSqlAsync(table.Session, TestTable.Cancel);
        table.Session.Execute($"CREATE TABLE everything AS FROM {all}");

        await condition.SampleAsync(
            async c => Sum($"{await snapshot.Scan().Where(c.Predicate).ToSqlAsync(table.Session, TestTable.Cancel)}") == Sum($"(FROM everything WHERE {c.Sql})"),
            iter: 150,
            threads: 1);
        snapshot.Scan().Where(new ComparePredicate("id", "<", 5L)).Files.Should().ContainSingle();
    }

    [Fact]
    public async Task ToSqlAsync_ExtraColumns_EachFileHasItsOwn()
    {
        await table.CreateAsync(first: 0, count: 2);
        await table.AppendAsync(first: 2, count: 2);
        var snapshot = await table.Table.GetSnapshotAsync(ct: TestTable.Cancel);

        var sql = await snapshot.Scan().Select("id").ToSqlAsync(table.Session, [("version", f => $"{f.AddedInVersion}::BIGINT")], TestTable.Cancel);

        table.Session.ScalarInt64($"SELECT sum(version * 100 + id) FROM {sql}").Should().Be(206);
        table.Session.ScalarInt64($"SELECT count(*) FROM {sql} WHERE version = 1 AND id >= 2").Should().Be(2);
    }

    private (long?, long?) Sum(string source) => (table.Session.ScalarInt64($"SELECT sum(id) FROM {source}"), table.Session.ScalarInt64($"SELECT count(*) FROM {source}"));

    private async Task<long[]> StepAsync(long[] before, int kind, int first, int count)
    {
        var snapshot = await table.Table.GetSnapshotAsync(ct: TestTable.Cancel);
        var transaction = table.Table.Begin(snapshot, "WRITE");
        List<long> after = [.. before];
        if (kind == 1)
        {
            transaction.RemoveAll();
            after.Clear();
        }
        else if (kind == 2 && snapshot.Files.Count > 0)
        {
            var file = snapshot.Files[first % snapshot.Files.Count];
            foreach (var id in await table.IdsOfAsync(snapshot.Scan([file]))) after.Remove(id);
            transaction.Remove(file);
        }

        await transaction.WriteQueryAsync(table.Session, TestTable.Ids(first, count), ct: TestTable.Cancel);
        after.AddRange(Enumerable.Range(first, count).Select(i => (long)i));
        (await transaction.CommitAsync(TestTable.Cancel)).Should().BeOfType<Committed>();
        return [.. after];
    }
}
