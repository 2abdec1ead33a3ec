using Lakehouse.Delta;

namespace Lakehouse.Cli.Filters;

/// <summary>Turns a <c>--where</c> text into a predicate over a table's columns; no text ever reaches an engine.</summary>
/// <remarks>
/// 1. or := and (OR and)* · and := not (AND not)* · not := NOT not | ( or ) | condition.
/// 2. condition := column op literal | literal op column | column [NOT] IN (literal, …) | column IS [NOT] NULL.
/// 3. A literal takes the type of the column that it is compared with.
/// </remarks>
internal sealed class WhereParser
{
    public const string Help = "write for example: origin = 'ORD' AND (delay_minutes > 15 OR delay_minutes IS NULL).";
    private const int MaxDepth = 200;
    private static readonly Dictionary<string, string> Mirrored = new() { ["<"] = ">", ["<="] = ">=", [">"] = "<", [">="] = "<=", ["="] = "=", ["!="] = "!=" };
    private readonly List<WhereToken> tokens;
    private readonly TableSchema schema;
    private int at;
    private int depth;

    private WhereParser(List<WhereToken> tokens, TableSchema schema)
    {
        this.tokens = tokens;
        this.schema = schema;
    }

    private WhereToken Current => tokens[at];

    /// <exception cref="UsageException">The text is no condition over the columns.</exception>
    public static ScanPredicate Parse(string text, TableSchema schema)
    {
        var parser = new WhereParser(WhereTokenizer.Read(text), schema);
        var predicate = parser.Or();
        return parser.Current.Kind == WhereTokenKind.End ? predicate : throw parser.Unexpected("AND, OR or the end");
    }

    private ScanPredicate Or()
    {
        var left = And();
        while (TakeWord("OR")) left = new OrPredicate(left, And());
        return left;
    }

    private ScanPredicate And()
    {
        var left = Not();
        while (TakeWord("AND")) left = new AndPredicate(left, Not());
        return left;
    }

    private ScanPredicate Not()
    {
        if (++depth > MaxDepth) throw new UsageException($"--where: more than {MaxDepth} nested conditions.");
        try
        {
            if (TakeWord("NOT")) return new NotPredicate(Not());
            if (!TakeSymbol("(")) return Condition();
            var inner = Or();
            Expect(")");
            return inner;
        }
        finally
        {
            depth--;
        }
    }

    private ScanPredicate Condition()
    {
        if (!IsColumn(Current)) return LiteralFirst();
        var column = Column();
        if (TakeWord("IS"))
        {
            var negated = TakeWord("NOT");
            if (!TakeWord("NULL")) throw Unexpected("NULL");
            return negated ? new NotPredicate(new IsNullPredicate(column.Name)) : new IsNullPredicate(column.Name);
        }

        if (TakeWord("NOT"))
        {
            if (!TakeWord("IN")) throw Unexpected("IN");
            return new NotPredicate(In(column));
        }

        if (TakeWord("IN")) return In(column);
        var op = Operator();
        return new ComparePredicate(column.Name, op, Literal(column));
    }

    private ComparePredicate LiteralFirst()
    {
        var literal = at;
        if (!WhereLiteral.Begins(Current)) throw Unexpected("a column, a literal or (");
        at = WhereLiteral.End(tokens, at);
        var op = Operator();
        if (!IsColumn(Current)) throw Unexpected("a column; one side of a comparison is a column, the other a literal");
        var column = Column();
        return new ComparePredicate(column.Name, Mirrored[op], WhereLiteral.Read(tokens, ref literal, column));
    }

    private InPredicate In(TableColumn column)
    {
        Expect("(");
        var literals = new List<object> { Literal(column) };
        while (TakeSymbol(",")) literals.Add(Literal(column));
        Expect(")");
        return new(column.Name, literals);
    }

    private object Literal(TableColumn column)
    {
        if (Current.IsWord("NULL")) throw new UsageException($"--where: a comparison with NULL is never true; write {column.Name} IS NULL or {column.Name} IS NOT NULL.");
        if (!WhereLiteral.Begins(Current)) throw Unexpected("a literal");
        return WhereLiteral.Read(tokens, ref at, column);
    }

    private bool IsColumn(WhereToken token) =>
        token.Kind == WhereTokenKind.QuotedName || (token.Kind == WhereTokenKind.Word && !WhereLiteral.Begins(token) && !token.IsWord("NULL"));

    private TableColumn Column()
    {
        var token = tokens[at++];
        return schema.Find(token.Text) ?? throw new UsageException(
            $"--where: the table has no column '{token.Text}'; it has {string.Join(", ", schema.Columns.Select(c => c.Name))}.");
    }

    private string Operator()
    {
        var symbol = Current.IsSymbol("<>") ? "!=" : Current.Text;
        if (Current.Kind != WhereTokenKind.Symbol || !Mirrored.ContainsKey(symbol)) throw Unexpected("a comparison, IN or IS");
        at++;
        return symbol;
    }

    private bool TakeWord(string keyword)
    {
        if (!Current.IsWord(keyword)) return false;
        at++;
        return true;
    }

    private bool TakeSymbol(string symbol)
    {
        if (!Current.IsSymbol(symbol)) return false;
        at++;
        return true;
    }

    private void Expect(string symbol)
    {
        if (!TakeSymbol(symbol)) throw Unexpected($"'{symbol}'");
    }

    private UsageException Unexpected(string expected)
    {
        var found = Current.Kind == WhereTokenKind.End ? "the end" : $"'{Current.Text}'";
        return new($"--where: expected {expected} at position {Current.Position + 1}, found {found}; {Help}");
    }
}
