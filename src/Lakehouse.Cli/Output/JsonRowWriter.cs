using System.Text.Json;

namespace Lakehouse.Cli.Output;

/// <summary>One JSON object a line.</summary>
internal sealed class JsonRowWriter(TextWriter target, IReadOnlyList<OutputColumn> columns) : RowWriter
{
    private static readonly byte[] LineFeed = "\n"u8.ToArray();
    private readonly JsonEncodedText[] names = [.. columns.Select(c => JsonEncodedText.Encode(c.Name, JsonValue.Options.Encoder))];
    private readonly SpoolFile spool = new();
    private Utf8JsonWriter? json;

    public override void Write(IReadOnlyList<object?> row)
    {
        json ??= new Utf8JsonWriter(spool.Stream, JsonValue.Options);
        json.WriteStartObject();
        for (var i = 0; i < names.Length; i++)
        {
            json.WritePropertyName(names[i]);
            JsonValue.Write(json, columns[i].Type, row[i]);
        }

        json.WriteEndObject();
        json.Flush();
        spool.Stream.Write(LineFeed);
        json.Reset();
    }

    public override ValueTask CompleteAsync() => spool.CopyToAsync(target);

    public override async ValueTask DisposeAsync()
    {
        if (json is not null) await json.DisposeAsync();
        await spool.DisposeAsync();
    }
}
