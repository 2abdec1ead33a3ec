using Lakehouse.Delta.Acceptance.Tests.Cases;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Delta.Acceptance.Tests;

/// <summary>Tables written by other systems, and mutations of such, give exactly the rows or the refusal that their cases name.</summary>
public sealed class AcceptanceTests(CaseArchive archive) : IClassFixture<CaseArchive>
{
    public static TheoryData<string> Ids => [.. CaseArchive.Manifest.Cases.Select(c => c.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Read_ForeignTable_GivesExpectedAnswers(string id)
    {
        var @case = CaseArchive.Find(id);
        using var table = new ScratchTable(archive.Root, @case);
        using var session = new DuckDbSession(new DuckDbOptions { Threads = 1 });
        var runner = new CheckRunner(archive.Root, @case, table.Path);
        var failures = new List<string>();

        foreach (var check in @case.Checks)
        {
            try
            {
                await runner.RunAsync(check, session, TestContext.Current.CancellationToken);
            }
            catch (Exception e)
            {
                failures.Add($"{check}: {e.GetType().Name}: {e.Message}");
            }
        }

        failures.Should().BeEmpty();
    }

    [Fact]
    public void Manifest_OfArchive_HasAllCases()
    {
        var cases = CaseArchive.Manifest.Cases;

        (cases.Count, cases.Sum(c => c.Checks.Count)).Should().Be((212, 1025));
    }
}
