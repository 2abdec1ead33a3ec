using Lakehouse.Online.Sets;
using Lakehouse.Pipelines.Lookup;

namespace Lakehouse.Pipelines.Internal.Lookup;

/// <summary>A set's answer by key.</summary>
internal static class Answers
{
    public static LookupAnswer Of(SetAnswer answer, int row) => new(
        answer.AtMicros,
        [.. answer.Plan.Features.Select(f => new LookedUpFeature(f.ViewName, f.ColumnName, f.Type, answer.ValueOf(f, row), answer.StatusOf(f, row)))],
        answer.Views.ToDictionary(v => v.View.Id.Name, v => v.Rows[row]?.EventTimeMicros),
        answer.Views.ToDictionary(v => v.View.Id.Name, v => v.Rows[row]?.KnownAtMicros),
        [.. answer.Views.Where(v => v.IsStale).Select(v => v.View.Id.Name)]);
}
