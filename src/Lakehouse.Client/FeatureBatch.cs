using Lakehouse.Client.Internal;
using Lakehouse.Serving.V1;

namespace Lakehouse.Client;

/// <summary>The answer of a lookup: rows in the query's order.</summary>
public sealed class FeatureBatch
{
    private readonly SetShape shape;

    internal FeatureBatch(SetShape shape, GetFeaturesResponse response)
    {
        (this.shape, Response) = (shape, response);
        response.Schema ??= shape.Schema;
        var rows = new FeatureRow[checked((int)response.Rows)];
        for (var row = 0; row < rows.Length; row++) rows[row] = new(this, row);
        Rows = rows;
    }

    /// <summary>The answer as a message, for column-wise reading; its schema is shared with other answers.</summary>
    public GetFeaturesResponse Response { get; }

    /// <summary>Feature names, <c>view.column</c> or a transform's, in the set's order.</summary>
    public IReadOnlyList<string> Features => shape.Features;

    /// <summary>Names of the entity views, in the answer's order.</summary>
    public IReadOnlyList<string> Views => shape.Views;

    /// <summary>One row per row of the query.</summary>
    public IReadOnlyList<FeatureRow> Rows { get; }

    /// <summary>The instant that was looked up.</summary>
    public DateTimeOffset At => Times.Time(Response.At);

    /// <summary>Identity of the set's definition, <c>sha256:…</c>.</summary>
    public string DefinitionHash => Response.DefinitionHash;

    /// <summary>The fit whose parameters the set's transforms took, <c>training-set@version</c>; empty for a set without fitted transforms.</summary>
    public string Fit => Response.Fit;

    /// <summary>Names of views whose answer may lack what happened before the instant.</summary>
    public IReadOnlyList<string> StaleViews => [.. Views.Where((_, i) => Response.Views[i].Stale)];

    /// <summary>Why cells have the status <c>Error</c>; empty where none has.</summary>
    public IReadOnlyList<FeatureError> Errors =>
        [.. Response.Errors.Select(e => new FeatureError(e.Reason, e.Message, e.Retryable, [.. e.Features.Select(f => Features[(int)f])], [.. e.Rows.Select(r => (int)r)]))];

    /// <summary>Delta version of the gold table that a view's values come from; null before its first sync.</summary>
    /// <exception cref="KeyNotFoundException">The set has no such entity view.</exception>
    public long? GoldVersion(string view) => View(view).Marker?.GoldVersion;

    internal ViewAnswer View(string view)
    {
        for (var i = 0; i < Views.Count; i++)
        {
            if (Views[i] == view) return Response.Views[i];
        }

        throw new KeyNotFoundException($"The set has no entity view '{view}'; it has {string.Join(", ", Views)}.");
    }

    internal FeatureValue Value(string feature, int row) => shape.Positions.TryGetValue(feature, out var position)
        ? Value(position, row)
        : throw new KeyNotFoundException($"The set has no feature '{feature}'; it has {string.Join(", ", Features)}.");

    internal FeatureValue Value(int position, int row)
    {
        var column = Response.Features[position];
        var status = (FeatureStatus)column.Status[row];
        return new(status, status == FeatureStatus.Present ? Read(column, Response.Schema.Features[position], row) : null);
    }

    private static object Read(FeatureColumn column, FeatureInfo info, int row) => info.Type switch
    {
        DataType.Bool => column.Bools[row],
        DataType.Int64 => column.Integers[row],
        DataType.Decimal => new decimal((int)Magnitude(column.Integers[row]), (int)(Magnitude(column.Integers[row]) >> 32), 0, column.Integers[row] < 0, (byte)info.Scale),
        DataType.Double => column.Doubles[row],
        DataType.String => column.Strings[row],
        DataType.Timestamp => Times.Time(column.Integers[row]),
        DataType.Date => Times.Date(column.Integers[row]),
        DataType.Binary => column.Binaries[row].ToByteArray(),
        DataType.DoubleList => DoubleLists.Read(column.DoubleLists[row]),
        _ => throw new NotSupportedException($"Feature {info.Name} is of a type that this client does not know; use a newer one."),
    };

    private static ulong Magnitude(long value) => value < 0 ? 0UL - (ulong)value : (ulong)value;
}
