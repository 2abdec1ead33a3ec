namespace Lakehouse.Delta.Internal.Predicates;

/// <summary>Reads the sides of a comparison: columns and literals.</summary>
/// <param name="tokens">Where to read.</param>
/// <param name="schema">The columns.</param>
internal sealed class OperandParser(TokenReader tokens, TableSchema schema)
{
    public bool LiteralBegins =>
        tokens.Current.Kind is TokenKind.Number or TokenKind.Text or TokenKind.Hex
        || tokens.Current.IsWord("TRUE") || tokens.Current.IsWord("FALSE")
        || (TypedLiteral.IsTypeWord(tokens.Current) && tokens.Next.Kind == TokenKind.Text);

    public bool ColumnBegins =>
        tokens.Current.Kind == TokenKind.QuotedName || (tokens.Current.Kind == TokenKind.Word && !LiteralBegins && !tokens.Current.IsWord("NULL"));

    public TypedLiteral Literal()
    {
        var word = TypedLiteral.IsTypeWord(tokens.Current) ? tokens.Take().Text.ToUpperInvariant() : null;
        return new TypedLiteral(tokens.Take(), word);
    }

    /// <summary>A column or a field of one.</summary>
    /// <exception cref="DeltaException">The schema has none of that name.</exception>
    public ColumnReference Column()
    {
        var position = tokens.Current.Position + 1;
        var path = new List<string> { tokens.Take().Text };
        while (tokens.TakeSymbol("."))
        {
            if (tokens.Current.Kind is not (TokenKind.Word or TokenKind.QuotedName)) throw tokens.Unexpected("the name of a field");
            path.Add(tokens.Take().Text);
        }

        return ColumnReference.Find(path, schema) ?? throw PredicateParser.Wrong(
            $"the table has no column '{string.Join('.', path)}' (position {position}); it has {string.Join(", ", schema.Columns.Select(c => c.Name))}.");
    }

    /// <summary>A column whose values compare with another's.</summary>
    /// <exception cref="DeltaException">They do not.</exception>
    public ColumnReference ColumnLike(ColumnReference other)
    {
        var position = tokens.Current.Position + 1;
        var column = Column();
        if (Family(column.Type) is { } family && family == Family(other.Type)) return column;
        throw PredicateParser.Wrong(
            $"columns {other.Text} and {column.Text} (position {position}) have types that do not compare, {other.Type.DuckDbType} and {column.Type.DuckDbType}.");
    }

    /// <summary>The Delta type of a column that a literal may be compared with.</summary>
    public static string TypeOf(ColumnReference column, TypedLiteral literal) =>
        column.Type is PrimitiveType { Name: not "void" and var name } ? name : throw Misfit(column, literal);

    /// <summary>The literal as a value of the column.</summary>
    public static object Value(ColumnReference column, TypedLiteral literal) => literal.Value(TypeOf(column, literal)) ?? throw Misfit(column, literal);

    public static DeltaException Misfit(ColumnReference column, TypedLiteral literal) => PredicateParser.Wrong(
        $"'{literal.Token.Text}' at position {literal.Token.Position + 1} does not fit column {column.Text} of type {column.Type.DuckDbType}; "
        + $"write {TypedLiteral.Example(column.Type)}.");

    public DeltaException ComparedWithNull(ColumnReference column) =>
        PredicateParser.Wrong($"a comparison with NULL (position {tokens.Current.Position + 1}) is never true; write {column.Text} IS NULL or {column.Text} IS NOT NULL.");

    private static string? Family(DeltaType type) => type is not PrimitiveType { Name: var name } ? null : name switch
    {
        "void" => null,
        "double" or "float" => "number",
        _ when ExactComparison.Range(name) is not null => "number",
        _ => name,
    };
}
