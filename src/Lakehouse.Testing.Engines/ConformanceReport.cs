using System.Globalization;

namespace Lakehouse.Testing.Engines;

/// <summary>What a conformance run has compared.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Cases">Views materialized over a generated history and compared with the oracle.</param>
/// <param name="Runs">Materialize runs in them, full and incremental.</param>
/// <param name="Refused">Runs that had to fail because a value overflows, and did.</param>
/// <param name="Rows">Gold rows compared.</param>
/// <param name="Lookups">Keys looked up through the engine.</param>
/// <param name="TrainingJoins">Training sets built and compared.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record ConformanceReport(int Seed, int Cases, int Runs, int Refused, long Rows, long Lookups, int TrainingJoins, TimeSpan Elapsed)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Cases:N0} cases of seed {Seed}: the engine agrees with the oracle ({Runs:N0} runs, {Refused:N0} of them refused for overflow; {Rows:N0} gold rows, {Lookups:N0} lookups, {TrainingJoins:N0} training joins) in {Elapsed.TotalSeconds:N1} s");
}
