using Lakehouse.Serving.V1;

namespace Lakehouse.Client.Internal;

/// <summary>Rows of answers: cut out, put together.</summary>
internal static class AnswerRows
{
    /// <summary>An answer of rows of one or several, which are of one set, fit and instant.</summary>
    /// <remarks>
    /// Where a sync came between two answers, the older marker counts for all rows: a row that only the newer one knows carries its own known_at, and the rule of
    /// ViewAnswer.marker takes the greater of the two.
    /// </remarks>
    public static GetFeaturesResponse Take(params IReadOnlyList<Segment<GetFeaturesResponse>> rows)
    {
        var first = rows[0].Of;
        var answer = new GetFeaturesResponse
        {
            Rows = (uint)rows.Sum(r => r.Count), At = first.At, DefinitionHash = first.DefinitionHash, Schema = first.Schema, Fit = first.Fit, FitHash = first.FitHash,
            Errors = { ErrorRows.Take(rows) },
        };
        for (var i = 0; i < first.Features.Count; i++) answer.Features.Add(Take(rows.Map(r => r.Features[i])));
        for (var i = 0; i < first.Views.Count; i++) answer.Views.Add(Take(rows.Map(r => r.Views[i])));
        return answer;
    }

    private static FeatureColumn Take(Segment<FeatureColumn>[] rows)
    {
        var column = new FeatureColumn { Status = Segments.Join(rows.Map(r => r.Status)) };
        column.Doubles.Add(rows.Map(r => r.Doubles));
        column.Integers.Add(rows.Map(r => r.Integers));
        column.Bools.Add(rows.Map(r => r.Bools));
        column.Strings.Add(rows.Map(r => r.Strings));
        column.Binaries.Add(rows.Map(r => r.Binaries));
        column.DoubleLists.Add(rows.Map(r => r.DoubleLists));
        return column;
    }

    private static ViewAnswer Take(Segment<ViewAnswer>[] rows) => new()
    {
        Stale = rows.Any(r => r.Of.Stale),
        EventTime = Take(rows.Map(r => r.EventTime)),
        KnownAt = Take(rows.Map(r => r.KnownAt)),
        Marker = Older([.. rows.Select(r => r.Of.Marker)]),
    };

    private static OptionalTimes Take(Segment<OptionalTimes>[] rows)
    {
        var times = new OptionalTimes { Present = Segments.Join(rows.Map(r => r.Present)) };
        times.Micros.Add(rows.Map(r => r.Micros));
        return times;
    }

    private static Marker? Older(IReadOnlyList<Marker?> markers)
    {
        if (markers.Contains(null)) return null;
        var older = markers.MinBy(m => m!.GoldVersion)!.Clone();
        older.CompleteFrom = markers.Max(m => m!.CompleteFrom);
        older.CompleteUntil = markers.Min(m => m!.CompleteUntil);
        return older;
    }
}
