using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>Maps raw rows to contract rows and judges them by types and rules (semantics §1, §5).</summary>
/// <remarks>Order of the rules: malformed row, types, required columns, range of the event time, overflow, then <c>Require</c> rules as declared.</remarks>
internal sealed class RowEvaluator
{
    private readonly ContractDefinition contract;
    private readonly RowFunction[] mappings;
    private readonly bool[] widensToDouble;
    private readonly (string Name, RowFunction Condition)[] require;
    private readonly (string Name, RowFunction Condition)[] warn;
    private readonly (string Name, RowFunction Condition)[] delete;
    private readonly bool[] reads;
    private readonly bool[] readsForId;
    private readonly int eventId;
    private readonly int eventTime;
    private readonly bool[] overflowed;
    private readonly long[] decimalLimits;

    /// <summary>Compiles a contract.</summary>
    /// <exception cref="DefinitionException">An expression names a column that its row lacks.</exception>
    public RowEvaluator(ContractDefinition contract)
    {
        this.contract = contract;
        IReadOnlyList<Field> raw =
        [
            .. contract.Source.Columns, new(ContractDefinition.SourceFileColumn, DataType.String), new(ContractDefinition.SourceRowColumn, DataType.Int64),
        ];
        mappings = [.. contract.Columns.Select(c => ExpressionCompiler.Compile(c.Mapping, raw))];
        widensToDouble = [.. contract.Columns.Select(c => c.Type.Kind == TypeKind.Double && c.Mapping.Type.Kind == TypeKind.Int64)];
        require = Compile(RuleKind.Require, contract.Schema);
        warn = Compile(RuleKind.Warn, contract.Schema);
        delete = Compile(RuleKind.Delete, raw);
        reads = RawReads.Of(contract);
        readsForId = RawReads.Of(contract.Source, [contract.EventId.Mapping]);
        eventId = contract.Columns.IndexOf(contract.EventId);
        eventTime = contract.Columns.IndexOf(contract.EventTime);
        overflowed = new bool[contract.Columns.Length];
        decimalLimits = [.. contract.Columns.Select(c => Power10(c.Type.Precision))];
        Row = new Value[contract.Columns.Length];
        Warnings = new long[warn.Length];
    }

    /// <summary>The contract row of the last accepted raw row.</summary>
    public Value[] Row { get; }

    /// <summary>Kept rows for which each <c>Warn</c> rule was not TRUE, in order of declaration.</summary>
    public long[] Warnings { get; }

    /// <summary>Names of the <c>Warn</c> rules.</summary>
    public IReadOnlyList<string> WarnRules => [.. warn.Select(w => w.Name)];

    /// <summary>Judges one row; <see cref="Row"/> then holds the event.</summary>
    public RowVerdict Evaluate(RawRow raw)
    {
        if (raw.CorruptRecord is not null) return new("malformed row", "The line could not be parsed.");
        if (raw.FailedColumn >= 0)
        {
            var column = contract.Source.Columns[raw.FailedColumn];
            return new($"type of {column.Name}", $"The text is not a {column.Type}.");
        }

        var broken = MissingRawValue(raw) ?? Map(raw);
        if (broken is { } verdict) return verdict;
        foreach (var (name, condition) in require)
        {
            if (IsTrue(condition, Row, out var overflow)) continue;
            return new(name, overflow ? "The condition overflows." : "The condition is not true.");
        }

        return Accept(raw);
    }

    /// <summary>The event id of a row whether or not it passes types and rules; NULL where what the id is made of could not be read.</summary>
    public Value EventIdOf(RawRow raw)
    {
        for (var i = 0; i < readsForId.Length; i++)
        {
            if (readsForId[i] && (raw.CorruptRecord is not null || (raw.Values[i].IsNull && raw.Texts[i] is not null))) return Value.Null;
        }

        try
        {
            return mappings[eventId](raw.Values);
        }
        catch (ValueOverflowException)
        {
            return Value.Null;
        }
    }

    private RowVerdict? MissingRawValue(RawRow raw)
    {
        for (var i = 0; i < contract.Source.Columns.Length; i++)
        {
            if (reads[i] && raw.Values[i].IsNull && !contract.Source.Columns[i].Nullable) return Required(contract.Source.Columns[i].Name);
        }

        return null;
    }

    private RowVerdict? Map(RawRow raw)
    {
        for (var i = 0; i < mappings.Length; i++)
        {
            overflowed[i] = false;
            try
            {
                Row[i] = Normalise(mappings[i](raw.Values), i);
            }
            catch (ValueOverflowException)
            {
                Row[i] = Value.Null;
                overflowed[i] = true;
            }
        }

        for (var i = 0; i < mappings.Length; i++)
        {
            if (Row[i].IsNull && !overflowed[i] && !contract.Columns[i].Nullable) return Required(contract.Columns[i].Name);
        }

        if (!Row[eventTime].IsNull && !EventTimeRange.Contains(Row[eventTime].AsInt64)) return new("event time in range", EventTimeRange.Description);
        var first = Array.IndexOf(overflowed, value: true);
        return first < 0 ? null : new($"overflow in {contract.Columns[first].Name}", "The exact value does not fit the column's type.");
    }

    private RowVerdict Accept(RawRow raw)
    {
        foreach (var (name, condition) in delete)
        {
            var isTrue = IsTrue(condition, raw.Values, out var overflow);
            if (overflow) return new($"overflow in {name}", "The condition overflows.");
            if (isTrue) return new(Rule: null, Reason: null, Delete: true);
        }

        for (var i = 0; i < warn.Length; i++)
        {
            if (!IsTrue(warn[i].Condition, Row, out _)) Warnings[i]++;
        }

        return new(Rule: null, Reason: null);
    }

    private Value Normalise(Value value, int column)
    {
        if (value.IsNull) return value;
        var type = contract.Columns[column].Type;
        return type.Kind switch
        {
            TypeKind.Double when widensToDouble[column] => Value.Double(value.AsInt64),
            TypeKind.Double => double.IsNaN(value.AsDouble) ? Value.Null : Value.Double(WithoutNegativeZero(value.AsDouble)),
            TypeKind.DoubleList => Value.DoubleList([.. value.AsDoubleList.Select(x => x is { } item && !double.IsNaN(item) ? WithoutNegativeZero(item) : (double?)null)]),
            TypeKind.Decimal when Int128.Abs(value.AsInt64) >= decimalLimits[column] => throw new ValueOverflowException($"More than {type.Precision} digits."),
            _ => value,
        };
    }

    private (string Name, RowFunction Condition)[] Compile(RuleKind kind, IReadOnlyList<Field> row) =>
        [.. contract.Rules.Where(r => r.Kind == kind).Select(r => (r.Name, ExpressionCompiler.Compile(r.Condition, row)))];

    private static bool IsTrue(RowFunction condition, ReadOnlySpan<Value> row, out bool overflow)
    {
        overflow = false;
        try
        {
            var value = condition(row);
            return !value.IsNull && value.AsBool;
        }
        catch (ValueOverflowException)
        {
            overflow = true;
            return false;
        }
    }

    private static RowVerdict Required(string column) => new($"{column} is required", "The value is missing.");

    private static double WithoutNegativeZero(double value) => value == 0 ? 0.0 : value;

    private static long Power10(int digits) => Enumerable.Repeat(10L, digits).Aggregate(1L, (power, ten) => power * ten);
}
