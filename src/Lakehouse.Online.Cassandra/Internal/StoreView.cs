using Lakehouse.Features.Definitions;

namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>What is known of a view without a connection.</summary>
internal sealed class StoreView(EntityViewDefinition view)
{
    public EntityViewDefinition View { get; } = view;

    /// <summary>The view's <c>name@N</c>.</summary>
    public string Name { get; } = view.Id.ToString();

    public KeyCodec Keys { get; } = new(view);

    public RowCodec Rows { get; } = new(view);

    /// <summary>The rows that were looked up last, with their prepared statement.</summary>
    public RowsTable? Reading { get; set; }

    /// <summary>Names and types of keys and columns: rows written under another schema cannot be read.</summary>
    public string Schema { get; } =
        $"({string.Join(", ", view.Entity.Keys.Select(k => $"{k.Name} {k.Type}"))}) -> ({string.Join(", ", view.Columns.Select(c => $"{c.Name} {c.Type}"))})";

    /// <summary>Identity of the definition: rows computed by another meaning are not mixed with these.</summary>
    public string DefinitionHash { get; } = DefinitionJson.Hash(DefinitionJson.Identity(view));
}
