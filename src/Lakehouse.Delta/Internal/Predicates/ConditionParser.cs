namespace Lakehouse.Delta.Internal.Predicates;

/// <summary>Reads one condition: what stands between AND, OR, NOT and parentheses.</summary>
/// <param name="tokens">Where to read.</param>
/// <param name="schema">The columns.</param>
internal sealed class ConditionParser(TokenReader tokens, TableSchema schema)
{
    private static readonly Dictionary<string, string> Mirrored = new()
    {
        ["<"] = ">", ["<="] = ">=", [">"] = "<", [">="] = "<=", ["="] = "=", ["!="] = "!=", ["<=>"] = "<=>",
    };

    private readonly OperandParser operands = new(tokens, schema);

    public ScanPredicate Condition()
    {
        if (operands.LiteralBegins) return LiteralFirst();
        if (!operands.ColumnBegins) throw tokens.Unexpected("a column, a literal or (");
        var start = tokens.Current;
        var column = operands.Column();
        if (tokens.TakeWord("IS")) return Is(column);
        if (tokens.TakeWord("NOT")) return new NotPredicate(Test(column) ?? throw tokens.Unexpected("IN, BETWEEN or LIKE"));
        if (Test(column) is { } test) return test;
        if (TryOperator() is { } comparison) return Compare(column, comparison);
        if (column.Type is PrimitiveType { Name: "boolean" }) return new ComparePredicate(column.Text, "=", true);
        throw tokens.Unexpected($"a comparison, IN, BETWEEN, LIKE or IS after {start.Text}");
    }

    private ScanPredicate? Test(ColumnReference column)
    {
        if (tokens.TakeWord("IN")) return In(column);
        if (tokens.TakeWord("BETWEEN")) return Between(column);
        return tokens.TakeWord("LIKE") ? Like(column) : null;
    }

    private ScanPredicate Is(ColumnReference column)
    {
        var negated = tokens.TakeWord("NOT");
        ScanPredicate test;
        if (tokens.TakeWord("NULL"))
        {
            test = new IsNullPredicate(column.Text);
        }
        else
        {
            if (!tokens.TakeWord("DISTINCT")) throw tokens.Unexpected("NULL or DISTINCT FROM");
            tokens.ExpectWord("FROM");
            test = new NotPredicate(Compare(column, "<=>"));
        }

        return negated ? new NotPredicate(test) : test;
    }

    private ScanPredicate LiteralFirst()
    {
        if ((tokens.Current.IsWord("TRUE") || tokens.Current.IsWord("FALSE")) && !IsOperator(tokens.Next)) return new ConstantPredicate(tokens.Take().IsWord("TRUE"));
        var literal = operands.Literal();
        var comparison = TryOperator() ?? throw tokens.Unexpected("a comparison");
        if (!operands.ColumnBegins) throw tokens.Unexpected("a column; one side of a comparison is a column");
        return Compare(operands.Column(), Mirrored[comparison], literal);
    }

    private ScanPredicate Compare(ColumnReference column, string comparison)
    {
        if (tokens.Current.IsWord("NULL"))
        {
            if (comparison != "<=>") throw operands.ComparedWithNull(column);
            tokens.Take();
            return new IsNullPredicate(column.Text);
        }

        if (operands.LiteralBegins) return Compare(column, comparison, operands.Literal());
        if (!operands.ColumnBegins) throw tokens.Unexpected("a literal or a column");
        var right = operands.ColumnLike(column);
        if (comparison != "<=>") return new CompareColumnsPredicate(column.Text, comparison, right.Text);
        return new OrPredicate(
            new AndPredicate(new CompareColumnsPredicate(column.Text, "=", right.Text), new AndPredicate(IsNotNull(column), IsNotNull(right))),
            new AndPredicate(new IsNullPredicate(column.Text), new IsNullPredicate(right.Text)));
    }

    private static ScanPredicate Compare(ColumnReference column, string comparison, TypedLiteral literal) => comparison == "<=>"
        ? new AndPredicate(Compare(column, "=", literal), IsNotNull(column))
        : OperandParser.TypeOf(column, literal) is var type && ExactComparison.Range(type) is not null
            ? ExactComparison.Of(column.Text, type, comparison, literal.Number ?? throw OperandParser.Misfit(column, literal))
            : new ComparePredicate(column.Text, comparison, OperandParser.Value(column, literal));

    private ScanPredicate In(ColumnReference column)
    {
        tokens.Expect("(");
        var values = new List<object>();
        var hasNull = false;
        do
        {
            if (tokens.TakeWord("NULL")) hasNull = true;
            else if (!operands.LiteralBegins) throw tokens.Unexpected("a literal");
            else if (operands.Literal() is var literal && OperandParser.TypeOf(column, literal) is var type && ExactComparison.Range(type) is null)
                values.Add(OperandParser.Value(column, literal));
            else if (ExactComparison.TryValue(type, literal.Number ?? throw OperandParser.Misfit(column, literal)) is { } value) values.Add(value);
        }
        while (tokens.TakeSymbol(","));
        tokens.Expect(")");
        var listed = new InPredicate(column.Text, values);
        return hasNull ? new OrPredicate(listed, new ConstantPredicate(Value: null)) : listed;
    }

    private AndPredicate Between(ColumnReference column)
    {
        var low = Bound();
        tokens.ExpectWord("AND");
        return new AndPredicate(Compare(column, ">=", low), Compare(column, "<=", Bound()));

        TypedLiteral Bound() => operands.LiteralBegins ? operands.Literal() : throw tokens.Unexpected("a literal");
    }

    private LikePredicate Like(ColumnReference column)
    {
        if (column.Type is not PrimitiveType { Name: "string" }) throw PredicateParser.Wrong($"LIKE is for text, and column {column.Text} is none.");
        if (tokens.Current.Kind != TokenKind.Text) throw tokens.Unexpected("a pattern in single quotes");
        var pattern = tokens.Take().Text;
        if (!tokens.TakeWord("ESCAPE")) return new LikePredicate(column.Text, pattern);
        if (tokens.Current is not { Kind: TokenKind.Text, Text.Length: 1 }) throw tokens.Unexpected("one character in single quotes");
        var escape = tokens.Take().Text[0];
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == escape && ++i == pattern.Length) throw PredicateParser.Wrong($"the pattern of LIKE must not end with its escape character '{escape}'.");
        }

        return new LikePredicate(column.Text, pattern, escape);
    }

    private static NotPredicate IsNotNull(ColumnReference column) => new(new IsNullPredicate(column.Text));

    private static string Spelling(string symbol) => symbol switch
    {
        "<>" => "!=",
        "==" => "=",
        _ => symbol,
    };

    private static bool IsOperator(Token token) => token.Kind == TokenKind.Symbol && Mirrored.ContainsKey(Spelling(token.Text));

    private string? TryOperator() => IsOperator(tokens.Current) ? Spelling(tokens.Take().Text) : null;
}
