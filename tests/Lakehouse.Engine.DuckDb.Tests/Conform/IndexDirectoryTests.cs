using System.Text;
using CsCheck;
using Lakehouse.Engine.DuckDb.Conform.Index;

namespace Lakehouse.Engine.DuckDb.Tests.Conform;

public sealed class IndexDirectoryTests : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("lakehouse-index-").FullName;

    public void Dispose() => Directory.Delete(path, recursive: true);

    [Fact]
    public void Hour_OfAnyTime_HoldsIt() =>
        Gen.Long[-62_135_596_800_000_000, 253_402_300_799_999_999].Sample(time =>
        {
            var (from, to) = IndexEntry.Hour(IndexEntry.Of("id"u8, time));

            (from <= time && time <= to && to - from == 3_599_999_999).Should().BeTrue();
        });

    [Fact]
    public void Find_AfterAnyAdditions_GivesAllHoursOfTheIdAndRunsStayFew()
    {
        var directory = new IndexDirectory(path);
        var random = new Random(5);
        var expected = new Dictionary<string, HashSet<long>>(StringComparer.Ordinal);
        IndexManifest? manifest = null;
        for (var commit = 0; commit < 60; commit++)
        {
            var events = Enumerable.Range(0, random.Next(1, 400)).Select(_ => (Id: $"e{random.Next(5_000)}", Hour: (long)random.Next(100))).ToList();
            foreach (var (id, hour) in events) (expected.TryGetValue(id, out var hours) ? hours : expected[id] = []).Add(hour * 3_600_000_000);

            manifest = directory.Add(manifest, take => take([.. events.Select(e => IndexEntry.Of(Encoding.UTF8.GetBytes(e.Id), (e.Hour * 3_600_000_000) + 5))]), commit, commit);
        }

        var runs = directory.Open(manifest!.Runs);
        foreach (var id in Enumerable.Range(0, 5_100).Select(i => $"e{i}"))
        {
            var found = new HashSet<long>();
            foreach (var run in runs) run.Find(IndexEntry.Least(Encoding.UTF8.GetBytes(id)), entry => found.Add(IndexEntry.Hour(entry).From));
            found.Should().BeEquivalentTo(expected.GetValueOrDefault(id) ?? []);
        }

        foreach (var run in runs) run.Dispose();
        runs.Count.Should().BeLessThan(8);
        Directory.GetFiles(path, "*.run").Should().HaveCount(runs.Count);
    }

    [Fact]
    public void Add_WhileAnotherWriterHoldsTheLock_LeavesTheIndexAsItIs()
    {
        var directory = new IndexDirectory(path);
        var before = directory.Add(before: null, take => take([1]), version: 1, timestamp: 1);
        using var other = new FileStream(Path.Combine(path, "index.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        var added = directory.Add(before, take => take([2]), version: 2, timestamp: 2);

        added.Should().BeNull();
        directory.Manifest!.SilverVersion.Should().Be(1);
    }
}
