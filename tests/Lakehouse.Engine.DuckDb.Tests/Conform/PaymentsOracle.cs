using System.Globalization;

namespace Lakehouse.Engine.DuckDb.Tests.Conform;

/// <summary>Semantics §1 by brute force for <see cref="Payments"/>: all rows in memory, the winner of each id by sorting.</summary>
internal sealed class PaymentsOracle
{
    private readonly List<(string Id, (long Version, int Live, string File, int Row) Rank, string? Image)> accepted = [];

    public long Quarantined { get; private set; }

    public void Add(long version, string file, List<string?[]> rows, List<string?[]>? removed)
    {
        for (var i = 0; i < rows.Count; i++) Judge(rows[i], (version, 1, file, i));
        for (var i = 0; i < (removed?.Count ?? 0); i++)
        {
            if (removed![i][0] is { } id && rows.All(r => r[0] != id)) accepted.Add((id, (version, 0, file, i), Image: null));
        }
    }

    public IReadOnlyList<string> Silver() =>
    [
        .. accepted.GroupBy(a => a.Id).Select(g => g.MaxBy(a => a.Rank)).Where(a => a.Image is not null)
            .OrderBy(a => a.Image!.Split('|')[1], StringComparer.Ordinal).ThenBy(a => a.Id, StringComparer.Ordinal).Select(a => a.Image!),
    ];

    private void Judge(string?[] row, (long Version, int Live, string File, int Row) rank)
    {
        var good = row[0] is not null && decimal.TryParse(row[2], CultureInfo.InvariantCulture, out var amount) && amount >= 0;
        if (!good)
        {
            Quarantined++;
            return;
        }

        var image = $"{row[0]}|{row[1]![..^1]}.000000Z|{decimal.Parse(row[2]!, CultureInfo.InvariantCulture):0.00}|∅";
        accepted.Add((row[0]!, rank, row[3] == "cancel" ? null : image));
    }
}
