namespace Lakehouse.Delta.Internal.Predicates;

/// <summary>Kinds of token of a condition's text.</summary>
internal enum TokenKind
{
    /// <summary>A name or keyword.</summary>
    Word,

    /// <summary>A name in double quotes or backticks.</summary>
    QuotedName,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Text in single quotes.</summary>
    Text,

    /// <summary>Bytes as <c>X'…'</c>.</summary>
    Hex,

    /// <summary>An operator, parenthesis, comma or dot.</summary>
    Symbol,

    /// <summary>The end.</summary>
    End,
}

/// <summary>A token.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Text">Its text without quotes.</param>
/// <param name="Position">Where it begins, from 0.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Position)
{
    public bool IsWord(string keyword) => Kind == TokenKind.Word && string.Equals(Text, keyword, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Text == symbol;
}
