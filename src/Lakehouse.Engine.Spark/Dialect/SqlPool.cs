using System.Collections.Immutable;
using System.Globalization;

namespace Lakehouse.Engine.Spark.Dialect;

/// <summary>A piece of SQL text with other pieces in it; equal pieces of one pool are one node.</summary>
internal sealed class SqlNode(int id, ImmutableArray<string> texts, ImmutableArray<SqlNode> parts, SqlKind kind)
{
    /// <summary>Number in its pool; parts have smaller ones.</summary>
    internal int Id => id;

    /// <summary>The parts, in order of appearance.</summary>
    internal ImmutableArray<SqlNode> Parts => parts;

    /// <summary>True for a column of the relation itself.</summary>
    internal bool IsLeaf => kind == SqlKind.Leaf;

    /// <summary>True where a part in the text would be computed more than once for a row.</summary>
    internal bool IsLoop => kind == SqlKind.Loop;

    /// <summary>Length of the text around the parts.</summary>
    internal int OwnLength { get; } = texts.Sum(t => t.Length);

    /// <summary>The whole text.</summary>
    public override string ToString() => Render(part => part.ToString());

    /// <summary>The text with each part as <paramref name="render"/> writes it.</summary>
    internal string Render(Func<SqlNode, string> render) => string.Concat(parts.Select((part, i) => texts[i] + render(part)).Append(texts[^1]));
}

/// <summary>What a piece of text is, as far as it decides where it may stand.</summary>
internal enum SqlKind
{
    /// <summary>Computed from its parts, each once.</summary>
    Plain,

    /// <summary>A column of the relation.</summary>
    Leaf,

    /// <summary>Computes its parts again and again.</summary>
    Loop,
}

/// <summary>All pieces of some expressions' SQL, each once.</summary>
internal sealed class SqlPool
{
    private const char Open = '\u0001';
    private const char Close = '\u0002';

    private readonly Dictionary<string, SqlNode> byText = new(StringComparer.Ordinal);
    private readonly List<SqlNode> nodes = [];

    /// <summary>The nodes, parts before what they are part of.</summary>
    internal IReadOnlyList<SqlNode> Nodes => nodes;

    /// <summary>A piece of text; arguments that are nodes become parts, texts with nodes in them are read alike, all others are text.</summary>
    internal SqlNode Of(FormattableString sql) => Of(sql, SqlKind.Plain);

    /// <summary>A piece of text that computes its parts more than once for a row.</summary>
    internal SqlNode Loop(FormattableString sql) => Of(sql, SqlKind.Loop);

    /// <summary>A column of the relation.</summary>
    internal SqlNode Leaf(string sql) => Of($"{sql}", SqlKind.Leaf);

    /// <summary>A disjunction; null where nothing stands in it.</summary>
    internal SqlNode? Or(params ReadOnlySpan<SqlNode?> conditions)
    {
        SqlNode? all = null;
        foreach (var condition in conditions)
        {
            if (condition is null || ReferenceEquals(condition, all)) continue;
            all = all is null ? condition : Of($"({all} OR {condition})");
        }

        return all;
    }

    private static string Marked(FormattableString sql) => string.Format(CultureInfo.InvariantCulture, sql.Format, [.. sql.GetArguments().Select(argument => argument switch
    {
        SqlNode node => $"{Open}{node.Id}{Close}",
        FormattableString inner => Marked(inner),
        _ => Convert.ToString(argument, CultureInfo.InvariantCulture),
    })]);

    private SqlNode Of(FormattableString sql, SqlKind kind)
    {
        var text = Marked(sql);
        if (byText.TryGetValue(text, out var known)) return known;
        List<string> texts = [];
        List<SqlNode> parts = [];
        var from = 0;
        for (var open = text.IndexOf(Open); open >= 0; open = text.IndexOf(Open, from))
        {
            var close = text.IndexOf(Close, open);
            texts.Add(text[from..open]);
            parts.Add(nodes[int.Parse(text.AsSpan(open + 1, close - open - 1), CultureInfo.InvariantCulture)]);
            from = close + 1;
        }

        var made = new SqlNode(nodes.Count, [.. texts, text[from..]], [.. parts], kind);
        nodes.Add(made);
        byText.Add(text, made);
        return made;
    }
}
