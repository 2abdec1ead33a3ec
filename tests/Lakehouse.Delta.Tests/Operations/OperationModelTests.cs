using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Operations;

namespace Lakehouse.Delta.Tests.Operations;

/// <summary>Random operations, alone and against a second writer, compared at every version with a model in memory.</summary>
public sealed class OperationModelTests : IDisposable
{
    private readonly OperationTable table = new();

    public void Dispose() => table.Dispose();

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public async Task History_RandomOperations_EveryVersionEqualsTheModel(int seed, bool partitioned)
    {
        const int rounds = 12;
        var model = new OperationModel(new Random(seed));
        await table.CreateAsync(partitioned, new Dictionary<string, string> { ["delta.checkpointInterval"] = "4" });
        var steps = new SortedDictionary<long, ModelStep>();
        using var otherSession = new DuckDbSession();
        var other = new TableOperations(DeltaTable.ForPath(table.Path), otherSession);

        for (var round = 0; round < rounds; round++)
        {
            var (mine, theirs) = (model.Next(), round % 2 == 0 ? model.Next() : null);
            var both = await Task.WhenAll(
                Task.Run(() => mine.Run(table.Operations), OperationTable.Cancel),
                theirs is null ? Task.FromResult<OperationResult?>(null)! : Task.Run(() => theirs.Run(other), OperationTable.Cancel));
            Note(steps, both[0], mine);
            if (theirs is not null) Note(steps, both[1], theirs);
        }

        var cold = DeltaTable.ForPath(table.Path);
        (await cold.GetSnapshotAsync(ct: OperationTable.Cancel)).Version.Should().Be(steps.Keys.DefaultIfEmpty(0).Last());
        IReadOnlyList<ModelRow> rows = [];
        foreach (var (version, step) in steps)
        {
            rows = [.. step.Apply(rows)];
            var found = new List<string>();
            await foreach (var row in (await cold.GetSnapshotAsync(version, OperationTable.Cancel)).Scan().ReadRowsAsync(OperationTable.Cancel)) found.Add(string.Join("|", row));
            found.Order(StringComparer.Ordinal).Should().Equal(rows.Select(r => r.ToString()).Order(StringComparer.Ordinal), $"version {version}: {step.Name}");
        }
    }

    /// <summary>An operation that changed nothing has no version.</summary>
    private static void Note(SortedDictionary<long, ModelStep> steps, OperationResult result, ModelStep step)
    {
        if (result.Commit is Committed committed) steps.Add(committed.Version, step);
        else result.Commit.Should().BeOfType<Unchanged>(step.Name);
    }
}
