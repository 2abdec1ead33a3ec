using System.Globalization;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Online.Sqlite.Internal;

/// <summary>What is known of a view's table without a connection.</summary>
internal sealed class ViewTable(EntityViewDefinition view)
{
    public EntityViewDefinition View { get; } = view;

    /// <summary>The view's <c>name@N</c>: its name in the table <c>markers</c>.</summary>
    public string Name { get; } = view.Id.ToString();

    public KeyCodec Keys { get; } = new(view);

    public RowCodec Rows { get; } = new(view);

    /// <summary>Names and types of keys and columns: rows written under another schema cannot be read.</summary>
    public string Schema { get; } =
        $"({string.Join(", ", view.Entity.Keys.Select(k => $"{k.Name} {k.Type}"))}) -> ({string.Join(", ", view.Columns.Select(c => $"{c.Name} {c.Type}"))})";

    /// <summary>Identity of the definition: rows computed by another meaning are not mixed with these.</summary>
    public string DefinitionHash => DefinitionJson.Hash(DefinitionJson.Identity(View));

    /// <summary>Name of the table of a view's generation, in the database and in the table <c>views</c>.</summary>
    public static string TableName(string view, long generation) => generation == 0 ? view : string.Create(CultureInfo.InvariantCulture, $"{view}#{generation}");

    /// <summary>The generation that a table's name tells; null for a table of another view.</summary>
    public static long? Generation(string view, string tableName) => tableName == view
        ? 0
        : tableName.StartsWith(view + "#", StringComparison.Ordinal) && long.TryParse(tableName.AsSpan(view.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            ? generation
            : null;

    /// <summary>A table's name as it stands in a statement.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
