using System.Collections.Immutable;
using Google.Protobuf.Collections;
using Lakehouse.Features;
using Lakehouse.Online.Sets;

namespace Lakehouse.Serving.Internal;

/// <summary>Turns the columns of a request into rows of values in the plan's order; every mistake of the caller is INVALID_ARGUMENT and names the column.</summary>
internal sealed class RequestReader(SetPlan plan, int maxRows)
{
    public (Value[][] Keys, Value[][] Inputs) Read(V1.GetFeaturesRequest request)
    {
        var keys = Columns(request.Keys, plan.Keys, "key");
        var inputs = Columns(request.Inputs, plan.Inputs, "input");
        foreach (var (field, column) in plan.Keys.Zip(keys))
        {
            if (column is null) throw GrpcErrors.Invalid($"Key {field.Name} ({field.Type}) of {plan.Id} is missing.");
        }

        var rows = keys.Length > 0 ? keys[0]!.Length : inputs.Max(c => c?.Length) ?? 1;
        if (rows > maxRows) throw GrpcErrors.TooManyRows(rows, maxRows);
        for (var i = 0; i < keys.Length; i++) CheckLength(keys[i], plan.Keys[i], rows, "key");
        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i] is not { Length: 1 }) CheckLength(inputs[i], plan.Inputs[i], rows, "input");
        }

        return (Rows(keys, rows), Rows(inputs, rows));
    }

    private static Value[][] Rows(Value[]?[] columns, int rows)
    {
        var result = new Value[rows][];
        for (var row = 0; row < rows; row++)
        {
            var values = result[row] = new Value[columns.Length];
            for (var i = 0; i < values.Length; i++)
            {
                if (columns[i] is { } column) values[i] = column[column.Length == 1 ? 0 : row];
            }
        }

        return result;
    }

    private Value[]?[] Columns(RepeatedField<V1.InputColumn> columns, ImmutableArray<Field> fields, string what)
    {
        var result = new Value[]?[fields.Length];
        foreach (var column in columns)
        {
            var position = 0;
            while (position < fields.Length && fields[position].Name != column.Name) position++;
            if (position == fields.Length) throw GrpcErrors.Invalid($"{plan.Id} has no {what} '{Short(column.Name)}'; its {what}s are {Names(fields)}.");
            if (result[position] is not null) throw GrpcErrors.Invalid($"The {what} {column.Name} is given twice.");
            result[position] = InputColumnReader.Read(column, fields[position], what);
        }

        return result;
    }

    private static string Short(string name) => name.Length <= 64 ? name : name[..64] + "…";

    private static string Names(ImmutableArray<Field> fields) => fields.IsEmpty ? "none" : string.Join(", ", fields.Select(f => $"{f.Name} ({f.Type})"));

    private static void CheckLength(Value[]? column, Field field, int rows, string what)
    {
        if (column is not null && column.Length != rows) throw GrpcErrors.Invalid($"The {what} {field.Name} has {column.Length} values where the request has {rows} rows.");
    }
}
