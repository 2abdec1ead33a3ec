using Lakehouse.Features;
using Lakehouse.Pipelines.Lookup;
using Lakehouse.Pipelines.Run;

namespace Lakehouse.Pipelines.Tests;

/// <summary>What the tests over trips share.</summary>
public static class Trips
{
    public static readonly string First = """
        Id,At,City,Price
        a,2001-03-01T10:00:00Z,sea,10
        b,2001-03-01T10:30:00Z,SEA,20
        c,2001-03-01T11:00:00Z,PDX,
        d,2001-03-01T11:10:00Z,SEA,-1
        """;

    public static readonly string Second = """
        Id,At,City,Price
        e,2001-03-01T10:45:00Z,SEA,5
        f,2001-03-01T11:30:00Z,PDX,7
        """;

    public static long At(string instant) => (DateTimeOffset.Parse(instant) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public static Task<IReadOnlyList<JobResult>> RunAsync(this TestLake test, string clock) =>
        RunJob.RunAsync(test.Context, test.Targets, new RunOptions { ClockMicros = At(clock) }, TestContext.Current.CancellationToken);

    public static IReadOnlyDictionary<string, Value> Key(string? city, string? plannedAt = null)
    {
        var key = new Dictionary<string, Value> { ["city"] = Value.String(city) };
        if (plannedAt is not null) key["planned_at"] = Value.Int64(At(plannedAt));
        return key;
    }

    public static async Task<LookupAnswer> FromGoldAsync(this TestLake test, string? city, string at, string? plannedAt = null) =>
        (await LookupJob.FromGoldAsync(test.Context, new(TripsProject.Model, [Key(city, plannedAt)], At(at)), TestContext.Current.CancellationToken)).Single();

    public static async Task<LookupAnswer> FromOnlineAsync(this TestLake test, string? city, string at, string? plannedAt = null) =>
        (await LookupJob.FromOnlineAsync(test.Context, test.Store, new(TripsProject.Model, [Key(city, plannedAt)], At(at)), TestContext.Current.CancellationToken)).Single();

    /// <summary>Features as <c>view.column=value STATUS</c>.</summary>
    public static IEnumerable<string> Text(this LookupAnswer answer) =>
        answer.Features.Select(f => $"{f.View}.{f.Column}={(f.Value.IsNull ? "∅" : f.Value.AsInt64.ToString())} {f.Status}");
}
