using System.Globalization;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>Judges source rows one by one: refused ones go to quarantine, accepted ones to the candidates.</summary>
/// <param name="contract">What silver promises.</param>
/// <param name="session">Reads the rows.</param>
internal sealed class RowJudge(ContractDefinition contract, DuckDbSession session)
{
    private const string VersionColumn = "__source_version";

    private readonly RawRowReader reader = new(contract);
    private readonly RowEvaluator evaluator = new(contract);

    /// <summary>Rows judged for candidates so far.</summary>
    public long RowsRead { get; private set; }

    /// <summary>Rows kept so far that broke a <c>Warn</c> rule, by rule.</summary>
    public IReadOnlyDictionary<string, long> Warnings =>
        evaluator.WarnRules.Zip(evaluator.Warnings).GroupBy(w => w.First, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(w => w.Second), StringComparer.Ordinal);

    /// <summary>A SELECT of source rows as <see cref="Judge"/> takes them.</summary>
    public async Task<string> SelectAsync(SourceRows rows, CancellationToken ct)
    {
        var relation = await rows.Snapshot.Scan(rows.Files)
            .ToSqlAsync(session, [(VersionColumn, file => rows.VersionOf(file).ToString(CultureInfo.InvariantCulture))], ct);
        return $"SELECT {reader.SelectList(rows.Columns, rows.Snapshot.Schema, VersionColumn)} FROM {relation}";
    }

    /// <summary>Judges rows for candidates.</summary>
    /// <param name="sql">SELECT of the rows with the list of <see cref="RawRowReader.SelectList"/>.</param>
    /// <param name="refusedTo">Where a refused row goes.</param>
    /// <param name="candidates">Takes accepted rows, and the ids of removed and refused ones.</param>
    /// <param name="ct">Cancels.</param>
    public void Judge(string sql, Func<RawRow, QuarantineWriter?> refusedTo, CandidateStore candidates, CancellationToken ct) =>
        Stream(sql, raw =>
        {
            RowsRead++;
            if (raw.Removed)
            {
                if (evaluator.EventIdOf(raw) is { IsNull: false } removed) candidates.AddRemoved(raw, removed);
                return;
            }

            var verdict = evaluator.Evaluate(raw);
            if (verdict.Accepted)
            {
                candidates.Add(raw, evaluator.Row, verdict.Delete);
                return;
            }

            refusedTo(raw)?.Add(raw, verdict);
            if (evaluator.EventIdOf(raw) is { IsNull: false } refused) candidates.AddRefused(raw, refused);
        }, ct);

    /// <summary>Judges rows for quarantine alone; nothing of them is counted here.</summary>
    public void JudgeForQuarantine(string sql, QuarantineWriter refusedTo, CancellationToken ct)
    {
        // An evaluator of its own: its warnings are not counted twice.
        var apart = new RowEvaluator(contract);
        Stream(sql, raw =>
        {
            if (!raw.Removed && apart.Evaluate(raw) is { Accepted: false } verdict) refusedTo.Add(raw, verdict);
        }, ct);
    }

    private void Stream(string sql, Action<RawRow> judge, CancellationToken ct) =>
        session.Stream(sql, chunk =>
        {
            for (var row = 0; row < chunk.Rows; row++) judge(reader.Read(chunk, row));
        }, ct);
}
