namespace Lakehouse.Cli.Filters;

/// <summary>Kinds of token of a <c>--where</c> text.</summary>
internal enum WhereTokenKind
{
    /// <summary>A name or keyword.</summary>
    Word,

    /// <summary>A name in double quotes.</summary>
    QuotedName,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Text in single quotes.</summary>
    Text,

    /// <summary>An operator, parenthesis or comma.</summary>
    Symbol,

    /// <summary>The end.</summary>
    End,
}

/// <summary>A token.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Text">Its text without quotes.</param>
/// <param name="Position">Where it begins.</param>
internal readonly record struct WhereToken(WhereTokenKind Kind, string Text, int Position)
{
    public bool IsWord(string keyword) => Kind == WhereTokenKind.Word && string.Equals(Text, keyword, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string symbol) => Kind == WhereTokenKind.Symbol && Text == symbol;
}
