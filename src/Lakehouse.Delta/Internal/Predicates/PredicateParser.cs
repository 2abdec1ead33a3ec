namespace Lakehouse.Delta.Internal.Predicates;

/// <summary>Turns a condition's text into a predicate over a table's columns; no text ever reaches an engine.</summary>
/// <remarks>
/// 1. or := and (OR and)* · and := not (AND not)* · not := NOT not | ( or ) | condition.
/// 2. condition := operand op operand, where one side at least is a column | column [NOT] IN (literal, …) | column [NOT] BETWEEN literal AND literal
///    | column [NOT] LIKE 'pattern' [ESCAPE 'c'] | column IS [NOT] NULL | column IS [NOT] DISTINCT FROM operand | TRUE | FALSE | column, if it is boolean.
/// 3. A literal takes the type of the column that it is compared with.
/// </remarks>
internal sealed class PredicateParser
{
    public const string Help = "write for example: origin = 'ORD' AND (delay_minutes > 15 OR delay_minutes IS NULL).";
    private const int MaxDepth = 200;
    private readonly TokenReader tokens;
    private readonly ConditionParser conditions;
    private int depth;

    private PredicateParser(string text, TableSchema schema)
    {
        tokens = new TokenReader(Tokenizer.Read(text));
        conditions = new ConditionParser(tokens, schema);
    }

    /// <exception cref="DeltaException">The text is no condition over the columns.</exception>
    public static ScanPredicate Parse(string text, TableSchema schema)
    {
        var parser = new PredicateParser(text, schema);
        var predicate = parser.Or();
        return parser.tokens.Current.Kind == TokenKind.End ? predicate : throw parser.tokens.Unexpected("AND, OR or the end");
    }

    public static DeltaException Wrong(string what) => new(DeltaErrorCode.InvalidCondition, $"Condition: {what}");

    private ScanPredicate Or() => Chain(And, "OR", (left, right) => new OrPredicate(left, right));

    private ScanPredicate And() => Chain(Not, "AND", (left, right) => new AndPredicate(left, right));

    /// <summary>A long chain becomes a balanced tree, so that whoever walks it never goes deep.</summary>
    private ScanPredicate Chain(Func<ScanPredicate> part, string word, Func<ScanPredicate, ScanPredicate, ScanPredicate> join)
    {
        var parts = new List<ScanPredicate> { part() };
        while (tokens.TakeWord(word)) parts.Add(part());
        return Join(parts, 0, parts.Count, join);
    }

    private static ScanPredicate Join(List<ScanPredicate> parts, int from, int to, Func<ScanPredicate, ScanPredicate, ScanPredicate> join)
    {
        if (to - from == 1) return parts[from];
        var middle = (from + to + 1) / 2;
        return join(Join(parts, from, middle, join), Join(parts, middle, to, join));
    }

    private ScanPredicate Not()
    {
        if (++depth > MaxDepth) throw Wrong($"more than {MaxDepth} nested conditions.");
        try
        {
            if (tokens.TakeWord("NOT")) return new NotPredicate(Not());
            if (!tokens.TakeSymbol("(")) return conditions.Condition();
            var inner = Or();
            tokens.Expect(")");
            return inner;
        }
        finally
        {
            depth--;
        }
    }
}
