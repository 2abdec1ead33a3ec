namespace Lakehouse.Testing.Engines.Internal;

/// <summary>Counts of a conformance run, safe for concurrent use.</summary>
internal sealed class Tally
{
    private int cases;
    private int runs;
    private int refused;
    private int joins;
    private long rows;
    private long lookups;

    internal void AddCases(CaseSpec spec, CaseOutcome outcome)
    {
        Interlocked.Add(ref cases, spec.Histories.Count);
        Interlocked.Add(ref runs, spec.Steps.Count);
        Interlocked.Add(ref refused, outcome.Refused);
        Interlocked.Add(ref rows, outcome.Rows);
    }

    internal void AddLookups(int count) => Interlocked.Add(ref lookups, count);

    internal void AddJoin() => Interlocked.Increment(ref joins);

    internal ConformanceReport Report(int seed, TimeSpan elapsed) => new(seed, cases, runs, refused, rows, lookups, joins, elapsed);
}
