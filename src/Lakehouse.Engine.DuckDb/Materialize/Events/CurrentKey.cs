using System.Globalization;
using System.Text;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Writing;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Materialize.Events;

/// <summary>The key whose rows are passing, coded as <see cref="KeyCode"/> does.</summary>
internal sealed class CurrentKey(IReadOnlyList<Field> keys)
{
    private readonly long[] scalars = new long[keys.Count];
    private readonly byte[][] texts = [.. keys.Select(_ => Array.Empty<byte>())];

    /// <summary>True when a row has this key.</summary>
    public bool Matches(DuckDbChunk chunk, int row)
    {
        for (var k = 0; k < keys.Count; k++)
        {
            if (IsText(k) ? !chunk.Bytes(k, row).SequenceEqual(texts[k]) : chunk.Int64s(k)[row] != scalars[k]) return false;
        }

        return true;
    }

    /// <summary>Becomes the key of a row.</summary>
    public void Take(DuckDbChunk chunk, int row)
    {
        for (var k = 0; k < keys.Count; k++)
        {
            if (IsText(k)) texts[k] = chunk.Bytes(k, row).ToArray();
            else scalars[k] = chunk.Int64s(k)[row];
        }
    }

    /// <summary>The first row after those that have this key, from <paramref name="row"/> on.</summary>
    public int RunEnd(DuckDbChunk chunk, int row)
    {
        while (row < chunk.Rows && Matches(chunk, row)) row++;
        return row;
    }

    /// <summary>Appends the key <paramref name="rows"/> times.</summary>
    public void Append(IReadOnlyList<ColumnBuffer> buffers, int rows)
    {
        for (var k = 0; k < keys.Count; k++)
        {
            var buffer = buffers[k];
            switch (keys[k].Type.Kind)
            {
                case TypeKind.String: for (var row = 0; row < rows; row++) buffer.AppendBytes(texts[k]); break;
                case TypeKind.Bool: for (var row = 0; row < rows; row++) buffer.AppendBool(scalars[k] != 0); break;
                default: for (var row = 0; row < rows; row++) buffer.AppendInt64(scalars[k]); break;
            }
        }
    }

    /// <summary>For messages: <c>origin=ORD destination=LAX</c>.</summary>
    public override string ToString() => string.Join(' ', keys.Select((key, k) => $"{key.Name}={Text(k)}"));

    private bool IsText(int key) => keys[key].Type.Kind == TypeKind.String;

    private string Text(int key) => keys[key].Type switch
    {
        { Kind: TypeKind.String } => Encoding.UTF8.GetString(texts[key]),
        { Kind: TypeKind.Bool } => scalars[key] != 0 ? "true" : "false",
        { Kind: TypeKind.Timestamp } => Instant.ToText(scalars[key]),
        { Kind: TypeKind.Date } => DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(scalars[key])).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        { Kind: TypeKind.Decimal, Scale: var scale } => (new decimal(scalars[key]) / (decimal)Math.Pow(10, scale)).ToString("F" + scale, CultureInfo.InvariantCulture),
        _ => scalars[key].ToString(CultureInfo.InvariantCulture),
    };
}
