using System.Collections;
using System.Globalization;
using Lakehouse.Engine.Spark.Dialect;
using Lakehouse.Features;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;
using Microsoft.Spark.Sql;

namespace Lakehouse.Engine.Spark.Tests.Dialect;

/// <summary>Rows of a schema as a temporary view, and expressions over them by Spark and in the process, both as texts that tell types, bits and overflows apart.</summary>
internal sealed class DialectRunner
{
    private const string Overflow = "!";
    private const int BatchSize = 100;
    private const string View = "dialect_rows";
    private const string Unsure = "?";

    private readonly SparkSession session;
    private readonly IReadOnlyList<Field> fields;
    private readonly IReadOnlyList<Value[]> rows;

    /// <param name="session">The session.</param>
    /// <param name="folder">A new folder for the rows' file: from a file nothing is folded away at planning time.</param>
    /// <param name="fields">The rows' fields.</param>
    /// <param name="rows">Their values.</param>
    internal DialectRunner(SparkSession session, string folder, IReadOnlyList<Field> fields, IReadOnlyList<Value[]> rows)
    {
        (this.session, this.fields, this.rows) = (session, fields, rows);
        var tuples = rows.Select((row, n) => $"({n}, {string.Join(", ", row.Select((value, i) => SqlText.Literal(value, fields[i].Type)))})");
        var names = string.Join(", ", fields.Select(f => SqlText.Identifier(f.Name)).Prepend("__row"));
        session.Sql($"SELECT * FROM VALUES {string.Join(",\n", tuples)} AS t({names})").Write().Parquet(folder);
        session.Read().Parquet(folder).CreateOrReplaceTempView(View);
    }

    /// <summary>Whether each expression is one text by itself, instead of all being one projection.</summary>
    internal bool IsInline { get; init; }

    /// <summary>Cells that were checked, and how many of them were overflows and unsure.</summary>
    internal (int Checked, int Overflows, int Unsure) Counts { get; private set; }

    /// <summary>Differences between Spark and the compiled evaluator, which other tests hold against the oracle; shrunk and in words.</summary>
    internal IReadOnlyList<string> Differences(IReadOnlyList<Expr> expressions)
    {
        List<string> found = [];
        var batches = expressions.Chunk(BatchSize).ToList();
        var computed = new IReadOnlyList<string[]>[batches.Count];
        Parallel.For(0, batches.Count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => computed[i] = Compute(batches[i]));
        foreach (var (batch, actual) in batches.Zip(computed))
        {
            for (var e = 0; e < batch.Length; e++)
            {
                var compiled = ExpressionCompiler.Compile(batch[e], fields);
                for (var n = 0; n < rows.Count; n++)
                {
                    var expected = Text(() => compiled(rows[n]), batch[e].Type);
                    Count(actual[n][e]);
                    if (IsSame(expected, actual[n][e])) continue;
                    if (found.Count < 5) found.Add(Shrunk(batch[e], n));
                    break;
                }
            }
        }

        return found;
    }

    /// <summary>What the in-process evaluator gives.</summary>
    internal string Expected(Expr expression, int row)
    {
        var compiled = ExpressionCompiler.Compile(expression, fields);
        return Text(() => compiled(rows[row]), expression.Type);
    }

    /// <summary>Per row, what Spark gives for each expression.</summary>
    internal IReadOnlyList<string[]> Compute(IReadOnlyList<Expr> expressions)
    {
        NamedExpr[] named = [.. expressions.Select((x, i) => new NamedExpr(string.Create(CultureInfo.InvariantCulture, $"v{i}"), x))];
        var projection = IsInline ? Inline(named) : ProjectionSql.Select(View, named, ["__row"]);
        var cells = projection.Columns.Select((column, i) => Cell(column, expressions[i].Type));
        try
        {
            var collected = session.Sql($"SELECT __row, array({string.Join(", ", cells)}) AS cells FROM ({projection.Sql}) AS p").Collect();
            return [.. collected.OrderBy(r => r.GetAs<int>(0)).Select(r => ((ArrayList)r.Get(1)!).Cast<string>().ToArray())];
        }
        catch (Exception e) when (e.GetBaseException() is Microsoft.Spark.JvmException && expressions.Count > 1)
        {
            return [.. Compute([.. expressions.Take(expressions.Count / 2)]).Zip(Compute([.. expressions.Skip(expressions.Count / 2)]), (a, b) => a.Concat(b).ToArray())];
        }
        catch (Exception e) when (e.GetBaseException() is Microsoft.Spark.JvmException)
        {
            var message = e.GetBaseException().Message.Split('\n')[0];
            return [.. rows.Select(_ => new[] { "raises " + message })];
        }
    }

    private static bool IsSame(string expected, string actual)
    {
        if (expected == actual || actual.EndsWith(Unsure, StringComparison.Ordinal)) return true;
        return expected.Contains("double", StringComparison.Ordinal) && DoubleTexts.AreSame(expected, actual);
    }

    private void Count(string actual)
    {
        int One(string mark) => actual.EndsWith(mark, StringComparison.Ordinal) ? 1 : 0;
        Counts = (Counts.Checked + 1, Counts.Overflows + One(Overflow), Counts.Unsure + One(Unsure));
    }

    /// <summary>The smallest part of an expression that differs in a row.</summary>
    private string Shrunk(Expr expression, int row)
    {
        var parts = expression.SelfAndParts().OrderBy(p => p.ToString().Length).ToList();
        var actual = parts.Select(p => Compute([p])[row][0]).ToList();
        var i = Enumerable.Range(0, parts.Count).FirstOrDefault(k => !IsSame(Expected(parts[k], row), actual[k]), parts.Count - 1);
        var names = ExprWalk.ColumnNames([parts[i]]).ToHashSet();
        var used = fields.Zip(rows[row]).Where(f => names.Contains(f.First.Name)).Select(f => $"{f.First.Name}={Text(f.Second, f.First.Type)}");
        var sql = ExprSql.Emit(parts[i], leaf => ((ColumnExpr)leaf).Name);
        return $"{parts[i]} is '{Expected(parts[i], row)}' but Spark gives '{actual[i]}' with {string.Join(" | ", used)}: {sql}";
    }

    private static Projection Inline(NamedExpr[] expressions)
    {
        List<string> list = ["__row"];
        List<ProjectedColumn> columns = [];
        foreach (var (name, expression) in expressions)
        {
            var (value, overflow, unsure) = ExprSql.Emit(expression, leaf => SqlText.Identifier(((ColumnExpr)leaf).Name));
            columns.Add(new(name, overflow is null ? null : name + "o", unsure is null ? null : name + "u"));
            list.Add($"{value} AS {name}");
            if (overflow is not null) list.Add($"{overflow} AS {name}o");
            if (unsure is not null) list.Add($"{unsure} AS {name}u");
        }

        return new($"SELECT {string.Join(", ", list)} FROM {View}", [.. columns]);
    }

    private static string Cell(ProjectedColumn column, DataType type)
    {
        var value = SqlText.Identifier(column.Value);
        var text = type.Kind switch
        {
            TypeKind.Timestamp => $"CAST(unix_micros({value}) AS STRING)",
            TypeKind.TimestampNtz => $"CAST(unix_micros(CAST({value} AS TIMESTAMP)) AS STRING)",
            TypeKind.Binary or TypeKind.String => $"hex({value})",
            _ => $"CAST({value} AS STRING)",
        };
        var cell = $"coalesce({text}, 'NULL')";
        if (column.Overflow is { } overflow)
            cell = $"CASE {SqlText.Identifier(overflow)} WHEN TRUE THEN concat('{Overflow}', coalesce({text}, '')) WHEN FALSE THEN {cell} ELSE 'flag' END";
        if (column.Unsure is { } unsure) cell = $"CASE {SqlText.Identifier(unsure)} WHEN TRUE THEN '{Unsure}' WHEN FALSE THEN {cell} ELSE 'flag' END";
        return $"concat(typeof({value}), ' ', {cell})";
    }

    private static string Text(Func<Value> evaluate, DataType type)
    {
        string text;
        try
        {
            text = Text(evaluate(), type);
        }
        catch (ValueOverflowException)
        {
            text = Overflow;
        }

        return $"{SqlText.TypeOf(type).ToLowerInvariant()} {text}";
    }

    private static string Text(Value value, DataType type) => value.IsNull ? "NULL" : type.Kind switch
    {
        TypeKind.Bool => value.AsBool ? "true" : "false",
        TypeKind.Decimal => Features.Internal.ValueText.Decimal(value.AsInt64, type.Scale),
        TypeKind.Double => Number(value.AsDouble),
        TypeKind.String => Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(value.AsString)),
        TypeKind.Date => new DateOnly(1970, 1, 1).AddDays((int)value.AsInt64).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TypeKind.Binary => Convert.ToHexString(value.AsBinary),
        TypeKind.DoubleList => $"[{string.Join(", ", value.AsDoubleList.Select(x => x is { } item ? Number(item) : "null"))}]",
        _ => value.AsInt64.ToString(CultureInfo.InvariantCulture),
    };

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
