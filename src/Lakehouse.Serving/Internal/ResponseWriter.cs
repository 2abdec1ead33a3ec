using Google.Protobuf;
using Lakehouse.Features;
using Lakehouse.Online;
using Lakehouse.Online.Sets;

namespace Lakehouse.Serving.Internal;

/// <summary>Turns an answer into columns.</summary>
internal static class ResponseWriter
{
    public static V1.GetFeaturesResponse Write(SetAnswer answer, V1.SetSchema? schema, string fit)
    {
        var response = new V1.GetFeaturesResponse
        {
            Rows = (uint)answer.Rows,
            At = answer.AtMicros,
            DefinitionHash = answer.Plan.Hash,
            Schema = schema,
            Fit = fit,
            FitHash = answer.Plan.FitHash ?? "",
        };
        foreach (var feature in answer.Plan.Features) response.Features.Add(Column(answer, feature));
        foreach (var view in answer.Views) response.Views.Add(View(view));
        return response;
    }

    private static V1.FeatureColumn Column(SetAnswer answer, PlannedFeature feature)
    {
        var column = new V1.FeatureColumn();
        var status = new byte[answer.Rows];
        var kind = feature.Type.Kind;
        Reserve(column, kind, answer.Rows);
        for (var row = 0; row < status.Length; row++)
        {
            var known = answer.StatusOf(feature, row);
            status[row] = (byte)known;
            Add(column, kind, known == FeatureStatus.Present ? answer.ValueOf(feature, row) : Value.Null);
        }

        column.Status = UnsafeByteOperations.UnsafeWrap(status);
        return column;
    }

    private static void Reserve(V1.FeatureColumn column, TypeKind kind, int rows)
    {
        if (kind == TypeKind.Double) column.Doubles.Capacity = rows;
        else if (kind is TypeKind.Int64 or TypeKind.Decimal or TypeKind.Timestamp or TypeKind.Date) column.Integers.Capacity = rows;
    }

    private static void Add(V1.FeatureColumn column, TypeKind kind, Value value)
    {
        switch (kind)
        {
            case TypeKind.Double: column.Doubles.Add(value.AsDouble); break;
            case TypeKind.Bool: column.Bools.Add(value.AsBool); break;
            case TypeKind.String: column.Strings.Add(value.IsNull ? "" : value.AsString); break;
            case TypeKind.Binary: column.Binaries.Add(value.IsNull ? ByteString.Empty : UnsafeByteOperations.UnsafeWrap(value.AsBinary)); break;
            case TypeKind.DoubleList: column.DoubleLists.Add(value.IsNull ? new() : List(value.AsDoubleList)); break;
            default: column.Integers.Add(value.AsInt64); break;
        }
    }

    private static V1.DoubleList List(double?[] items)
    {
        var list = new V1.DoubleList { Values = { items.Select(x => x ?? 0) } };
        if (items.Contains(null)) list.Nulls = UnsafeByteOperations.UnsafeWrap(Array.ConvertAll(items, x => x is null ? (byte)1 : (byte)0));
        return list;
    }

    private static V1.ViewAnswer View(ViewAnswer view)
    {
        var answer = new V1.ViewAnswer
        {
            Stale = view.IsStale,
            EventTime = Times(view.Rows, row => row?.EventTimeMicros),
            KnownAt = Times(view.Rows, row => row?.KnownAtMicros),
        };
        if (view.Marker is { } marker)
        {
            answer.Marker = new()
            {
                GoldVersion = marker.GoldVersion,
                KnownAt = marker.KnownAtMicros,
                CompleteFrom = marker.CompleteFromMicros,
                CompleteUntil = marker.CompleteUntilMicros,
                DefinitionHash = marker.DefinitionHash,
            };
        }

        return answer;
    }

    private static V1.OptionalTimes Times(IReadOnlyList<OnlineRow?> rows, Func<OnlineRow?, long?> time)
    {
        var times = new V1.OptionalTimes();
        var present = new byte[rows.Count];
        times.Micros.Capacity = rows.Count;
        for (var row = 0; row < present.Length; row++)
        {
            var micros = time(rows[row]);
            present[row] = micros is null ? (byte)0 : (byte)1;
            times.Micros.Add(micros ?? 0);
        }

        times.Present = UnsafeByteOperations.UnsafeWrap(present);
        return times;
    }
}
