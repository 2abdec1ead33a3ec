using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Materialize.Events;

/// <summary>What a row of the sorted stream is about; in this order within a segment of a key.</summary>
internal enum RowKind
{
    /// <summary>A range of instants to write begins at <c>t</c>; the first of a segment also begins the segment.</summary>
    RangeStart = 0,

    /// <summary>A range ends at <c>t</c>, inclusive.</summary>
    RangeEnd = 1,

    /// <summary>Gold has a row of the key at <c>t</c>.</summary>
    Existing = 2,

    /// <summary>An event at <c>t</c>.</summary>
    Event = 3,
}

/// <summary>Columns of the stream that a run sorts: keys k0…, kind, t (microseconds), then the fields f0… that the view reads.</summary>
/// <param name="Keys">Number of key columns.</param>
/// <param name="Fields">The fields.</param>
internal sealed record EventLayout(int Keys, IReadOnlyList<Field> Fields)
{
    public int KindColumn => Keys;

    public int TimeColumn => Keys + 1;

    public int FirstField => Keys + 2;

    public IEnumerable<string> KeyNames => Enumerable.Range(0, Keys).Select(i => $"k{i}");

    /// <summary>k0, k1…</summary>
    public string KeyList => string.Join(", ", KeyNames);

    /// <summary>Select list of the fields, each beginning with a comma.</summary>
    public string FieldList => string.Concat(Enumerable.Range(0, Fields.Count).Select(i => $", f{i}"));

    /// <summary>Select list that makes the fields from contract columns, each beginning with a comma.</summary>
    public string ReadFields => string.Concat(Fields.Select((f, i) => $", {SchemaMapping.Read(f.Name, f.Type)} AS f{i}"));

    /// <summary>True where all keys are there.</summary>
    public string KeysPresent => string.Join(" AND ", KeyNames.Select(k => $"{k} IS NOT NULL"));
}
