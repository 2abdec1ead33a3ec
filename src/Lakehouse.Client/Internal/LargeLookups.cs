using Lakehouse.Serving.V1;

namespace Lakehouse.Client.Internal;

/// <summary>Lookups of any number of rows, in several calls where one does not take them.</summary>
/// <remarks>
/// 1. The first call goes alone: it says which instant and which fit "now" and "the default" are, and the others name these.
/// 2. The others go together, a few at a time; their rows are put below those of the first.
/// </remarks>
internal sealed class LargeLookups(LookupCalls calls, FeatureClientOptions options)
{
    private const int CallsAtOnce = 4;

    public Task<Answer> GetAsync(GetFeaturesRequest request, DateTimeOffset deadline, CancellationToken ct)
    {
        if (RequestRows.Count(request) is not { } rows || rows == 0) return calls.GetAsync(request, deadline, ct);
        var rowsPerCall = (int)Math.Clamp((long)rows * options.MaxRequestBytesPerCall / Math.Max(request.CalculateSize(), 1), 1, options.MaxRowsPerCall);
        return rows <= rowsPerCall ? calls.GetAsync(request, deadline, ct) : GetInPartsAsync(request, rows, rowsPerCall, deadline, ct);
    }

    private async Task<Answer> GetInPartsAsync(GetFeaturesRequest request, int rows, int rowsPerCall, DateTimeOffset deadline, CancellationToken ct)
    {
        var parts = Enumerable.Range(0, (rows + rowsPerCall - 1) / rowsPerCall)
            .Select(p => new Segment<GetFeaturesRequest>(request, p * rowsPerCall, Math.Min(rowsPerCall, rows - (p * rowsPerCall)))).ToArray();
        var answers = new Answer[parts.Length];
        var first = answers[0] = await calls.GetAsync(RequestRows.Take(parts[0]), deadline, ct);
        await Parallel.ForAsync(1, parts.Length, new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = ct }, async (p, cancel) =>
        {
            var part = RequestRows.Take(parts[p]);
            (part.At, part.Fit) = (first.Message.At, first.Message.Fit);
            answers[p] = await calls.GetAsync(part, deadline, cancel);
        });
        foreach (var other in answers)
        {
            if (other.Message.DefinitionHash != first.Message.DefinitionHash)
                throw new FeatureSetChangedException(request.Set, first.Message.DefinitionHash, other.Message.DefinitionHash);
        }

        return new(first.Shape, AnswerRows.Take([.. answers.Select(a => new Segment<GetFeaturesResponse>(a.Message, 0, (int)a.Message.Rows))]));
    }
}
