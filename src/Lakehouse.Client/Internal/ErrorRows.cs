using Lakehouse.Serving.V1;

namespace Lakehouse.Client.Internal;

/// <summary>Errors of rows that are cut out or put together: their positions are those of the new answer.</summary>
internal static class ErrorRows
{
    public static IEnumerable<RowErrors> Take(IReadOnlyList<Segment<GetFeaturesResponse>> rows)
    {
        var groups = new List<RowErrors>();
        var offset = 0;
        foreach (var (answer, start, count) in rows)
        {
            foreach (var error in answer.Errors)
            {
                uint[] moved = [.. error.Rows.Where(r => r >= start && r < start + count).Select(r => (uint)(r - start + offset))];
                if (moved.Length == 0) continue;
                var group = groups.Find(g => IsSame(g, error));
                if (group is null) groups.Add(group = new() { Reason = error.Reason, Message = error.Message, Retryable = error.Retryable, Features = { error.Features } });
                group.Rows.AddRange(moved);
            }

            offset += count;
        }

        return groups;
    }

    private static bool IsSame(RowErrors one, RowErrors other) =>
        one.Reason == other.Reason && one.Message == other.Message && one.Retryable == other.Retryable && one.Features.Equals(other.Features);
}
