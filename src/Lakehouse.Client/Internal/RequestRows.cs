using Lakehouse.Serving.V1;

namespace Lakehouse.Client.Internal;

/// <summary>Rows of requests: counted, cut out, put together.</summary>
internal static class RequestRows
{
    /// <summary>How many rows a request has; null where its columns do not agree, or none tells.</summary>
    public static int? Count(GetFeaturesRequest request)
    {
        if (request.Keys.Count == 0) return null;
        var rows = Length(request.Keys[0]);
        return request.Keys.All(k => Length(k) == rows && HasMarks(k, rows)) && request.Inputs.All(i => (Length(i) == rows && HasMarks(i, rows)) || Length(i) == 1) ? rows : null;
    }

    /// <summary>A request for rows of one or several; what is not a column is the first one's.</summary>
    public static GetFeaturesRequest Take(params IReadOnlyList<Segment<GetFeaturesRequest>> rows)
    {
        var first = rows[0].Of;
        var request = new GetFeaturesRequest { Set = first.Set, Fit = first.Fit, OmitSchema = first.OmitSchema };
        if (first.HasAt) request.At = first.At;
        for (var i = 0; i < first.Keys.Count; i++) request.Keys.Add(Take(rows.Map(r => r.Keys[i])));
        for (var i = 0; i < first.Inputs.Count; i++)
        {
            var columns = rows.Map(r => r.Inputs[i]);
            request.Inputs.Add(rows.Count == 1 && Length(columns[0].Of) == 1 ? first.Inputs[i] : Take(columns));
        }

        return request;
    }

    private static InputColumn Take(Segment<InputColumn>[] rows)
    {
        var column = new InputColumn { Name = rows[0].Of.Name, Scale = rows[0].Of.Scale, Nulls = Segments.Join(rows.Map(r => r.Nulls)) };
        column.Strings.Add(rows.Map(r => r.Strings));
        column.Integers.Add(rows.Map(r => r.Integers));
        column.Doubles.Add(rows.Map(r => r.Doubles));
        column.Bools.Add(rows.Map(r => r.Bools));
        column.Binaries.Add(rows.Map(r => r.Binaries));
        column.DoubleLists.Add(rows.Map(r => r.DoubleLists));
        return column;
    }

    private static int Length(InputColumn column) =>
        column.Strings.Count + column.Integers.Count + column.Doubles.Count + column.Bools.Count + column.Binaries.Count + column.DoubleLists.Count;

    private static bool HasMarks(InputColumn column, int rows) => column.Nulls.IsEmpty || column.Nulls.Length == rows;
}
