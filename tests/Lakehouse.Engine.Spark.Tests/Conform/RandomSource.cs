using System.Collections.Immutable;
using Lakehouse.Delta;
using Lakehouse.Engine.DuckDb.Tests;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal;
using Lakehouse.Testing;
using static Lakehouse.Engine.DuckDb.Tests.Expression;

namespace Lakehouse.Engine.Spark.Tests.Conform;

/// <summary>A random contract over a random source that grows step by step: late, duplicate, corrected, deleted, refused, replaced and removed rows.</summary>
internal sealed class RandomSource
{
    private static readonly DataType Bool = DataType.Bool;

    private readonly Random random;
    private readonly DeltaTable table;
    private readonly Queue<IReadOnlyList<EventChange>> batches;
    private readonly Dictionary<string, List<Value[]>> files = new(StringComparer.Ordinal);
    private readonly List<Value[]> state = [];
    private readonly RandomTexts texts;
    private bool hasRemoved;

    public RandomSource(int seed, DeltaTable table)
    {
        this.table = table;
        random = new(seed);
        var generator = new DefinitionGenerator(seed);
        var kind = new[] { SourceKind.Csv, SourceKind.Parquet, SourceKind.Delta, SourceKind.JsonLines }[seed % 4];
        Contract = WithRules(generator.Contract, kind);
        texts = new(random);
        var options = new EventGeneratorOptions { Rows = 150, Batches = 9, Extremes = random.Next(3) == 0 };
        batches = new(new EventGenerator(generator.Times, seed, options).Generate().Batches);
    }

    public ContractDefinition Contract { get; private set; }

    public string Hash { get; private set; } = "sha256:1";

    public bool IsState => Contract.Source.Format.Kind == SourceKind.Delta;

    /// <summary>The contract gains a column.</summary>
    public void Gain()
    {
        Contract = Contract with { Columns = Contract.Columns.Add(new("gained", DataType.String, Nullable: true, ColumnRole.Value, Column("city", DataType.String))) };
        Hash = "sha256:2";
    }

    /// <summary>Rows come, and some go.</summary>
    /// <returns>The source's version.</returns>
    public Task<long> StepAsync(int count)
    {
        var rows = Enumerable.Range(0, count).SelectMany(_ => batches.Dequeue()).Select(c => (Value[])[.. c.Row, Value.Bool(c.Deleted)]).ToList();
        return IsState ? StepStateAsync(rows) : StepBronzeAsync(rows);
    }

    private async Task<long> StepBronzeAsync(List<Value[]> rows)
    {
        var version = 0L;
        var half = random.Next(rows.Count + 1);
        foreach (var part in new[] { rows[..half], rows[half..] })
        {
            var file = $"f{random.Next(4)}.csv";
            var removed = files.GetValueOrDefault(file);
            hasRemoved |= removed is not null;

            // The new content of a file may hold some of its old rows.
            var content = part.Concat((removed ?? []).Where(_ => random.Next(3) == 0)).Select(Bad).ToList();
            var next = await table.ExistsAsync(Ct) ? (await table.GetSnapshotAsync(ct: Ct)).Version + 1 : 0;

            // A version may bring two files, whose names decide between rows of one id.
            var (beside, own) = ($"{"eg"[random.Next(2)]}{next}.csv", random.Next(content.Count + 1));
            files[file] = content[..own];
            var all = content.Select((r, i) => Bronze(r, i < own ? file : beside, i, gone: false)).Concat((removed ?? []).Select((r, i) => Bronze(r, file, i, gone: true)));
            var tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["lakehouse.bronzeVersion"] = $"{next}" };
            version = await TestLake.AppendAsync(table, Fields, all, tags);
        }

        return version;
    }

    private async Task<long> StepStateAsync(List<Value[]> rows)
    {
        var added = rows.Select(Bad).ToList();
        if (state.Count == 0 || random.Next(2) == 0)
        {
            state.AddRange(added);
            return await TestLake.AppendAsync(table, Fields, added);
        }

        state.RemoveAll(_ => random.Next(5) == 0);
        state.AddRange(added);
        var transaction = table.Begin(await table.GetSnapshotAsync(ct: Ct), "WRITE");
        transaction.RemoveAll();
        await using var writer = transaction.OpenWriter();
        foreach (var row in state)
        {
            for (var i = 0; i < row.Length; i++) DuckDb.Internal.Rows.RowWriter.Append(writer.Columns[i], Fields[i].Type, row[i]);
            writer.EndRow();
        }

        await writer.CloseAsync(Ct);
        return ((Committed)await transaction.CommitAsync(Ct)).Version;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private bool IsText => Contract.Source.Format.IsText;

    private IReadOnlyList<Field> Fields =>
    [
        .. Contract.Source.Columns.Select(c => IsText ? c with { Type = DataType.String, Nullable = true } : c with { Nullable = true }),
        .. IsText ? [new Field(ContractDefinition.CorruptRecordColumn, DataType.String)] : Array.Empty<Field>(),
        .. IsState
            ? Array.Empty<Field>()
            : [new Field(ContractDefinition.SourceFileColumn, DataType.String, Nullable: false), new(ContractDefinition.SourceRowColumn, DataType.Int64, Nullable: false)],
        .. hasRemoved ? [new Field(ContractDefinition.RemovedColumn, DataType.Bool)] : Array.Empty<Field>(),
    ];

    /// <summary>A row as the source holds it, now and then spoilt; a text source's ends with its corrupt record.</summary>
    private Value[] Bad(Value[] row)
    {
        if (IsText && row.Length > Contract.Source.Columns.Length) return row;
        if (!IsText) return [.. row.Select((v, i) => texts.Spoilt(v, Contract.Source.Columns[i].Type))];
        if (random.Next(50) == 0) return [.. row.Select(_ => Value.Null), Value.String("a,\"b")];
        return [.. row.Select((v, i) => texts.Of(v, Contract.Source.Columns[i].Type)), Value.Null];
    }

    private Value[] Bronze(Value[] row, string file, int index, bool gone)
    {
        Value[] all = [.. row, Value.String(file), Value.Int64(index)];
        return hasRemoved ? [.. all, Value.Bool(gone)] : all;
    }

    private ContractDefinition WithRules(ContractDefinition contract, SourceKind kind)
    {
        var format = new SourceFormat(kind) { Zone = kind == SourceKind.Csv && random.Next(2) == 0 ? "Europe/Berlin" : null };
        var source = contract.Source with { Format = format, Columns = contract.Source.Columns.Add(new Field("Gone", Bool)) };
        ImmutableArray<ContractColumn> columns =
            [.. contract.Columns.Select(c => c.Role == ColumnRole.Value ? c with { Mapping = Wrapped(c), Nullable = c.Nullable || random.Next(2) == 0 } : c)];
        var (delay, distance, note) = (Column("delay", DataType.Int64), Column("distance", DataType.Int64), Column("note", DataType.String));
        List<ContractRule> rules = [new("gone", RuleKind.Delete, Column("Gone", Bool))];
        var far = Call(Function.Less, Bool, Call(Function.Add, DataType.Int64, delay, distance), Literal(500_000_000_000));
        var brief = Call(Function.Less, Bool, Call(Function.Length, DataType.Int64, note), Literal(4));
        if (random.Next(2) == 0) rules.Add(new("not too far", RuleKind.Require, OrNull(delay, far)));
        if (random.Next(2) == 0) rules.Add(new("short", RuleKind.Require, OrNull(note, brief)));
        rules.Add(new("on time", RuleKind.Warn, Call(Function.LessOrEqual, Bool, delay, Literal(15))));
        rules.Add(new("fast", RuleKind.Warn, Call(Function.Greater, Bool, Column("speed", DataType.Double), new LiteralExpr(Value.Double(1), DataType.Double))));
        return contract with { Source = source, Columns = columns, Rules = [.. rules] };
    }

    private static CallExpr OrNull(Expr value, Expr condition) => Call(Function.Or, Bool, Call(Function.IsNull, Bool, value), condition);

    /// <summary>A mapping that does something with the raw column of the same name.</summary>
    private Expr Wrapped(ContractColumn column)
    {
        var (raw, type) = (column.Mapping, column.Type);
        if (random.Next(2) == 0) return raw;
        return type.Kind switch
        {
            TypeKind.String => random.Next(3) switch
            {
                0 => Call(Function.Trim, type, raw),
                1 => Call(Function.Concat, type, raw, Literal("$x'\\")),
                _ => Call(Function.Substring, type, raw, Literal(1), Literal(3)),
            },
            TypeKind.Int64 => random.Next(3) switch
            {
                0 => Call(Function.Multiply, type, raw, Literal(3)),
                1 => Call(Function.Subtract, type, Call(Function.Add, type, raw, raw), raw),
                _ => Call(Function.If, type, Call(Function.Greater, Bool, raw, Literal(10)), Call(Function.Negate, type, raw), raw),
            },
            TypeKind.Decimal => Call(Function.Negate, type, raw),
            TypeKind.Double => random.Next(2) == 0
                ? Call(Function.Divide, type, raw, new LiteralExpr(Value.Double(-3), type))
                : Call(Function.ToDouble, type, Column("line", DataType.Int64)),
            TypeKind.Bool => Call(Function.Not, type, raw),
            _ => raw,
        };
    }
}
