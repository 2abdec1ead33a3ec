using Lakehouse.Delta;
using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Testing.Engines.Internal;

/// <summary>A generated set joined to a generated spine in one of the modes, compared cell by cell with the oracle.</summary>
internal sealed class TrainingChecks(IEngine engine, Random random, string directory)
{
    /// <summary>Builds and compares one training set; false where the lake has nothing to join.</summary>
    internal async Task<bool> CheckAsync(DefinitionGenerator definitions, IReadOnlyList<(CaseOutcome Outcome, DeltaTable Gold)> views, int number, CancellationToken ct)
    {
        var known = views.Where(v => v.Outcome.Gold.States.Count > 0).ToDictionary(v => v.Outcome.Gold.View.Id);
        if (known.Count == 0) return false;
        var members = known.Values.Select(v => (ViewDefinition)v.Outcome.Gold.View).Append(definitions.NextRequest(number)).ToList();
        var set = definitions.NextSet(new($"set_{number}", 1), members);
        var mode = (TrainingMode)random.Next(3);
        var histories = known.ToDictionary(p => p.Key, p => mode == TrainingMode.AsKnown ? Retimed(p.Value.Outcome.Gold) : p.Value.Outcome.Gold);
        var spine = SpineGenerator.Next(random, set, histories);
        var pinned = known.ToDictionary(p => p.Key, p => mode == TrainingMode.AsOf ? random.Next(p.Value.Outcome.Versions.Count) : p.Value.Outcome.Versions.Count - 1);
        var oracle = new TrainingOracle(set, histories, spine.Fields)
        {
            Pins = pinned.ToDictionary(p => p.Key, p => histories[p.Key].States[p.Value].KnownAtMicros),
            AsKnownDelayMicros = mode == TrainingMode.AsKnown ? random.Next(3) * 1_000_000L : null,
        };
        var snapshots = new Dictionary<VersionedName, Snapshot>();
        foreach (var id in set.Members.Select(m => m.View.Id).Where(known.ContainsKey)) snapshots.Add(id, await known[id].Gold.GetSnapshotAsync(known[id].Outcome.Versions[pinned[id]], ct));
        var plan = new TrainingPlan(set, snapshots, await SpineSqlAsync(spine, number, ct), DeltaTable.ForPath(Path.Combine(directory, $"training_{number}")), mode)
        {
            AllowStale = random.Next(3) > 0,
            IncludeStatus = true,
            IncludeEventTime = true,
            ServingDelayMicros = oracle.AsKnownDelayMicros ?? 0,
            Commits = snapshots.Keys.ToDictionary(
                id => id, id => (IReadOnlyList<KnownCommit>)[.. histories[id].States.Select(s => new KnownCommit(s.KnownAtMicros, s.CommitTimeMicros, histories[id].GreatestClock(s), s.FrontierMicros))]),
        };
        await CompareAsync(plan, oracle, spine, ct);
        return true;
    }

    private async Task CompareAsync(TrainingPlan plan, TrainingOracle oracle, Spine spine, CancellationToken ct)
    {
        if (ExpectedRows(oracle, spine) is not { } expected || MustRefuse(plan, oracle, spine))
        {
            await RefusedAsync(plan, ct);
            return;
        }

        var result = await engine.BuildTrainingSetAsync(plan, ct);
        RunChecks.Same("the number of training rows", spine.Rows.Count, result.Digest.Rows);
        var snapshot = await plan.Output.GetSnapshotAsync(result.Version, ct);
        var fields = Fields(plan, spine);
        var rows = (await DeltaRows.ReadAsync(snapshot, fields, ct)).OrderBy(r => r[0].AsInt64).ToList();
        RunChecks.Same("the number of training rows", expected.Count, rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            for (var c = 0; c < fields.Count; c++)
            {
                if (expected[i][fields[c].Name] == rows[i][c]) continue;
                throw new ConformanceException(
                    $"Training join {plan.Mode}, row {i}: {fields[c].Name} must be {Display(expected[i][fields[c].Name], fields[c])}, but is {Display(rows[i][c], fields[c])}; spine row {spine.Text(i)}");
            }
        }

        var stale = plan.Mode == TrainingMode.AsKnown || plan.AllowStale ? expected.Count(row => row.Any(c => c.Key.EndsWith("__stale", StringComparison.Ordinal) && c.Value.AsBool)) : 0;
        RunChecks.Same("the number of stale rows", stale, result.StaleRows);
    }

    private async Task RefusedAsync(TrainingPlan plan, CancellationToken ct)
    {
        try
        {
            await engine.BuildTrainingSetAsync(plan, ct);
        }
        catch (EngineException)
        {
            return;
        }

        throw new ConformanceException($"The training join {plan.Mode} had to be refused: a row is later than the greatest clock, or a request-time feature overflows.");
    }

    private static bool MustRefuse(TrainingPlan plan, TrainingOracle oracle, Spine spine) =>
        plan.Mode != TrainingMode.AsKnown && !plan.AllowStale && plan.Gold.Keys.Any(view => oracle.LaterThanClock(view, spine.Rows) > 0);

    private static List<IReadOnlyDictionary<string, Value>>? ExpectedRows(TrainingOracle oracle, Spine spine)
    {
        try
        {
            return [.. spine.Rows.Select((row, i) => oracle.Row(i, row))];
        }
        catch (ValueOverflowException)
        {
            return null;
        }
    }

    /// <summary>The same runs, committed at instants among the events instead of now: what as_known sees is a matter of the commits that the plan names.</summary>
    private GoldHistory Retimed(GoldHistory history)
    {
        var retimed = new GoldHistory(history.View);
        var times = history.States.Select(s => s.Rows.Count == 0 ? s.ClockMicros : s.Rows[random.Next(s.Rows.Count)].ValidFromMicros).Order().ToList();
        foreach (var (state, i) in history.States.Select((s, i) => (s, i))) retimed.Add(state with { CommitTimeMicros = times[i] });
        return retimed;
    }

    private async Task<string> SpineSqlAsync(Spine spine, int number, CancellationToken ct)
    {
        var table = DeltaTable.ForPath(Path.Combine(directory, $"spine_{number}"));
        var transaction = table.Create(DeltaRows.Schema(spine.Fields));
        await using (var writer = transaction.OpenWriter())
        {
            foreach (var row in spine.Rows) DeltaRows.Append(writer, spine.Fields, row);
            await writer.CloseAsync(ct);
        }

        await transaction.CommitAsync(ct);
        var file = (await table.GetSnapshotAsync(ct: ct)).Files.Single();
        return $"SELECT * FROM read_parquet('{Path.Combine(table.Path, file.Path)}')";
    }

    private static List<Field> Fields(TrainingPlan plan, Spine spine)
    {
        var hasStale = plan.Mode == TrainingMode.AsKnown || plan.AllowStale;
        List<Field> fields = [new("spine_row", DataType.Int64), .. spine.Fields];
        foreach (var member in plan.Set.Members)
        {
            var name = member.View.Id.Name;
            fields.AddRange(member.Columns.SelectMany(c => new Field[] { new($"{name}__{c.Name}", c.Type), new($"{name}__{c.Name}__status", DataType.String) }));
            if (member.View is not EntityViewDefinition) continue;
            fields.Add(new($"{name}__event_time", DataType.Timestamp));
            if (hasStale) fields.Add(new($"{name}__stale", DataType.Bool));
        }

        return fields;
    }

    private static string Display(Value value, Field field) => ClrValues.ToClr(value, field.Type)?.ToString() ?? "NULL";
}
