using System.Collections.Immutable;
using Lakehouse.Online.Sets;

namespace Lakehouse.Online.Internal;

/// <summary>What failed in a batch, grouped as it is told; made at the first failure.</summary>
internal sealed class FaultCollector
{
    private readonly Dictionary<(RowFaultReason Reason, int Source, bool IsTransient), RowFault> groups = [];
    private readonly HashSet<int> failedCells = [];
    private readonly HashSet<int> spoiledRows = [];

    public IReadOnlyList<RowFault> Faults => [.. groups.Values];

    /// <summary>What failed before anything was computed: reads of the store, keys and inputs that are none; null where nothing did.</summary>
    public static FaultCollector? Of(SetPlan plan, ImmutableArray<int[]?> keyPositions, ViewAnswer[] views, IReadOnlyList<BadCell>? bad)
    {
        if (bad is null && !Array.Exists(views, v => v.Failures.Count > 0)) return null;
        var faults = new FaultCollector();
        for (var v = 0; v < views.Length; v++)
        {
            if (!views[v].IsOutOfRange) faults.AddReads(plan, v, views[v].Failures);
        }

        foreach (var cell in bad ?? []) faults.AddBad(plan, keyPositions, views, cell);
        return faults;
    }

    /// <summary>True when the computed value in a cell (row × computed features + position) failed.</summary>
    public bool HasFailed(int cell) => failedCells.Contains(cell);

    /// <summary>True when nothing of the row may be computed, since a key or input of it is none.</summary>
    public bool IsSpoiled(int row) => spoiledRows.Contains(row);

    public void FailCell(int cell) => failedCells.Add(cell);

    /// <summary>Adds a row to the group of a reason and source.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="source">What failed: a number that is unique for the reason.</param>
    /// <param name="isTransient">True when the row may succeed if asked again.</param>
    /// <param name="row">Row of the batch.</param>
    /// <param name="describe">Message, features and cause of a new group.</param>
    public void Add(RowFaultReason reason, int source, bool isTransient, int row, Func<(string Message, ImmutableArray<int> Features, Exception? Cause)> describe)
    {
        if (!groups.TryGetValue((reason, source, isTransient), out var group))
        {
            var (message, features, cause) = describe();
            groups[(reason, source, isTransient)] = group = new(reason, message, isTransient, features, new List<int>(), cause);
        }

        ((List<int>)group.Rows).Add(row);
    }

    private void AddReads(SetPlan plan, int view, IReadOnlyList<KeyFailure> failures)
    {
        foreach (var (row, cause) in failures)
        {
            var isDamaged = cause.IsDamagedRow;
            Add(isDamaged ? RowFaultReason.RowDamaged : RowFaultReason.RowUnreadable, view, !isDamaged, row, () => (
                isDamaged ? $"The rows of {plan.Views[view].Id} for these keys are damaged in the online store; sync the view again with --rebuild."
                    : $"The rows of {plan.Views[view].Id} for these keys cannot be read now; ask again.",
                FeaturesWhere(plan, f => f.View == view),
                cause));
        }
    }

    private void AddBad(SetPlan plan, ImmutableArray<int[]?> keyPositions, ViewAnswer[] views, BadCell cell)
    {
        bool Reads(int view) => cell.Reason != RowFaultReason.InputInvalid && !views[view].IsOutOfRange && (keyPositions[view]?.Contains(cell.Column) ?? true);
        for (var v = 0; v < views.Length; v++)
        {
            if (Reads(v)) views[v].Fail(cell.Row);
        }

        spoiledRows.Add(cell.Row);
        Add(cell.Reason, cell.Column, isTransient: false, cell.Row, () => (
            cell.Message,
            FeaturesWhere(plan, f => f.View is { } view ? Reads(view) : !f.Reads.Any(v => views[v].IsOutOfRange)),
            Cause: null));
    }

    private static ImmutableArray<int> FeaturesWhere(SetPlan plan, Func<PlannedFeature, bool> holds) =>
        [.. plan.Features.Select((feature, position) => (feature, position)).Where(f => holds(f.feature)).Select(f => f.position)];
}
