using System.Text;
using System.Text.Json.Nodes;

namespace Lakehouse.Delta.Acceptance.Tests.Fuzz;

/// <summary>Changes files of a table by chance, and knows what each change may lead to.</summary>
/// <param name="files">The table's files by path.</param>
/// <param name="random">The source of chance.</param>
internal sealed class Mutator(IReadOnlyDictionary<string, byte[]> files, Random random)
{
    private const string Hint = "_delta_log/_last_checkpoint";
    private static readonly string[] OddValues =
        ["null", "true", "0", "-1", "1.5", "9223372036854775807", "1e400", "\"\"", "\"x\"", "\"9223372036854775808\"", "[]", "{}", "[null]", "{\"a\":1}", "\"\\u0000\"", "\"../x\"", "\"%\""];

    private readonly string[] commits = [.. files.Keys.Where(IsCommit).Order()];
    private readonly string[] vectors = [.. files.Keys.Where(f => f.EndsWith(".bin", StringComparison.Ordinal)).Order()];
    private readonly string[] checkpoints = [.. files.Keys.Where(f => f.StartsWith("_delta_log/", StringComparison.Ordinal) && (f.Contains("checkpoint.") || f.Contains("_sidecars/"))).Order()];
    private readonly string[] data = [.. files.Keys.Where(f => f.EndsWith(".parquet", StringComparison.Ordinal) && !f.StartsWith("_delta_log/", StringComparison.Ordinal)).Order()];

    /// <summary>The next change.</summary>
    public Mutation Next() => random.Next(20) switch
    {
        0 => OfBytes(Pick(data), Outcome.AnyRowsOrRefusal, Outcome.RowsOfAVersionOrRefusal),
        < 3 when files.ContainsKey(Hint) => OfHint(),
        < 7 when vectors.Length > 0 => OfBytes(Pick(vectors), Outcome.SameRowsOrRefusal, Outcome.SameRowsOrRefusal),
        < 13 when checkpoints.Length > 0 => OfCheckpoint(Pick(checkpoints)),
        _ => OfLines(Pick(commits), Outcome.RowsOfAVersionOrRefusal),
    };

    private static bool IsCommit(string file) => file.StartsWith("_delta_log/0", StringComparison.Ordinal) && file.EndsWith(".json", StringComparison.Ordinal) && !file.Contains("checkpoint");

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    /// <summary>Whatever stands in the hint, the log itself decides; only a hint that still names a checkpoint and its size may tell that the checkpoint is broken.</summary>
    private Mutation OfHint() => random.Next(3) == 0
        ? new(Hint, "JSON value", ReplaceValue(files[Hint]), Outcome.SameRowsOrRefusal)
        : OfBytes(Hint, Outcome.SameRowsOrRefusal, Outcome.SameRows);

    private Mutation OfCheckpoint(string file) =>
        file.EndsWith(".json", StringComparison.Ordinal) ? OfLines(file, Outcome.SameRowsOrRefusal) : OfBytes(file, Outcome.AnyRowsOrRefusal, Outcome.RowsOfAVersionOrRefusal);

    private Mutation OfBytes(string file, Outcome changed, Outcome lost)
    {
        var content = files[file];
        if (content.Length < 2) return new(file, "remove", null, lost);
        var at = random.Next(content.Length);
        var length = Math.Min(random.Next(1, 64), content.Length - at);
        return random.Next(6) switch
        {
            0 => new(file, "remove", null, lost),
            1 => new(file, "truncate", content[..at], lost),
            2 => new(file, "delete bytes", [.. content[..at], .. content[(at + length)..]], changed),
            3 => new(file, "duplicate bytes", [.. content[..(at + length)], .. content[at..]], changed),
            4 => new(file, "swap bytes", Swapped(content, at, random.Next(content.Length)), changed),
            _ => new(file, "flip a bit", Flipped(content, at), changed),
        };
    }

    private Mutation OfLines(string file, Outcome lost)
    {
        var content = files[file];
        var lines = Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0) return new(file, "remove", null, lost);
        var (one, other) = (random.Next(lines.Length), random.Next(lines.Length));
        return random.Next(10) switch
        {
            0 => new(file, "swap lines", Text(lines.Select((l, i) => i == one ? lines[other] : i == other ? lines[one] : l)), Outcome.SameRows),
            1 => new(file, "duplicate line", Text(lines.Append(lines[one])), Outcome.SameRows),
            2 => new(file, "blank lines", Encoding.UTF8.GetBytes(string.Join("\r\n\r\n", lines)), Outcome.SameRows),
            3 => new(file, "unknown keys", Text(lines.Select(l => l == lines[one] ? WithUnknown(l) : l).Append("{\"unknown\":{\"path\":\"x\"}}")), Outcome.SameRows),
            4 => new(file, "JSON value", Text(lines.Select((l, i) => i == one ? Encoding.UTF8.GetString(ReplaceValue(Encoding.UTF8.GetBytes(l))) : l)), Outcome.AnyRowsOrRefusal),
            5 => new(file, "delete line", Text(lines.Where((_, i) => i != one)), Outcome.AnyRowsOrRefusal),
            6 => Torn(file, content, lost),
            _ => OfBytes(file, Outcome.AnyRowsOrRefusal, lost) is { Kind: not "truncate" } bytes ? bytes : Torn(file, content, lost),
        };
    }

    /// <summary>A text that ends inside a line tells so; one that ends with a line is a shorter text like any other.</summary>
    private Mutation Torn(string file, byte[] content, Outcome lost)
    {
        var at = random.Next(content.Length);
        var whole = at > 0 && (content[at - 1] == '\n' || content[at] is (byte)'\n' or (byte)'\r');
        return new(file, "truncate", content[..at], whole ? Outcome.AnyRowsOrRefusal : lost);
    }

    private byte[] ReplaceValue(byte[] json)
    {
        try
        {
            var root = JsonNode.Parse(json)!;
            var nodes = All(root).Where(n => n.Parent is not null).ToList();
            if (nodes.Count == 0) return json;
            Pick(nodes).ReplaceWith(JsonNode.Parse(Pick(OddValues)));
            return Encoding.UTF8.GetBytes(root.ToJsonString());
        }
        catch (System.Text.Json.JsonException)
        {
            return json;
        }
    }

    private static IEnumerable<JsonNode> All(JsonNode node) => node switch
    {
        JsonObject o => o.Where(p => p.Value is not null).SelectMany(p => All(p.Value!)).Prepend(node),
        JsonArray a => a.OfType<JsonNode>().SelectMany(All).Prepend(node),
        _ => [node],
    };

    private static string WithUnknown(string line)
    {
        var action = JsonNode.Parse(line)!.AsObject();
        foreach (var (_, value) in action)
        {
            if (value is JsonObject o) o["unknown"] = new JsonObject { ["path"] = "x" };
        }

        return action.ToJsonString();
    }

    private static byte[] Text(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n")));

    private static byte[] Swapped(byte[] content, int one, int other)
    {
        byte[] copy = [.. content];
        (copy[one], copy[other]) = (copy[other], copy[one]);
        return copy;
    }

    private byte[] Flipped(byte[] content, int at)
    {
        byte[] copy = [.. content];
        copy[at] ^= (byte)(1 << random.Next(8));
        return copy;
    }
}
