using Lakehouse.Features.Definitions;

namespace Lakehouse.Testing.Engines.Internal;

/// <summary>One run of a case.</summary>
/// <param name="SilverVersion">Which version of silver it reads: the number of the last batch in it.</param>
/// <param name="ClockMicros">Its clock.</param>
/// <param name="HorizonMicros">H.</param>
internal sealed record RunStep(int SilverVersion, long ClockMicros, long HorizonMicros);

/// <summary>A view, the histories in its silver, and the runs that materialize it; a case is one of the histories.</summary>
/// <param name="View">The view.</param>
/// <param name="Histories">By case number: batches of arriving rows; batch n is in version n of silver. Several share the tables, see <see cref="SharedTables"/>.</param>
/// <param name="Steps">The runs in order.</param>
internal sealed record CaseSpec(EntityViewDefinition View, IReadOnlyDictionary<int, EventHistory> Histories, IReadOnlyList<RunStep> Steps)
{
    /// <summary>All that silver has.</summary>
    internal EventHistory History => SharedTables.Merge([.. Histories.Values]);

    /// <summary>What brute force gives: each history by itself.</summary>
    internal IReadOnlyList<ExpectedRow> Rows(int silverVersion, long frontierMicros, out IReadOnlyList<OverflowCell> overflows)
    {
        var (rows, cells) = (new List<ExpectedRow>(), new List<OverflowCell>());
        foreach (var history in Histories.Values)
        {
            rows.AddRange(new ViewOracle(View, history.Silver(silverVersion + 1)).Rows(frontierMicros, out var overflowing));
            cells.AddRange(overflowing);
        }

        overflows = cells;
        return rows;
    }
}
