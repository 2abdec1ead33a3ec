using System.Collections.Immutable;
using Google.Protobuf.Collections;
using Lakehouse.Features;
using Lakehouse.Online.Sets;

namespace Lakehouse.Serving.Internal;

/// <summary>A request as rows of values in the plan's order.</summary>
/// <param name="Keys">Per row one value per key.</param>
/// <param name="Inputs">Per row one value per input.</param>
/// <param name="Bad">Cells that hold no value of their type; null for none.</param>
internal readonly record struct ReadRequest(Value[][] Keys, Value[][] Inputs, List<BadCell>? Bad)
{
    public int Rows => Keys.Length;
}

/// <summary>Turns the columns of a request into rows of values in the plan's order; mistakes that are not one row's are INVALID_ARGUMENT and name the column.</summary>
internal sealed class RequestReader(SetPlan plan, int maxRows)
{
    private List<BadCell>? bad;

    public ReadRequest Read(V1.GetFeaturesRequest request)
    {
        var keys = Columns(request.Keys, plan.Keys, isKey: true);
        var inputs = Columns(request.Inputs, plan.Inputs, isKey: false);
        foreach (var (field, column) in plan.Keys.Zip(keys))
        {
            if (column is null) throw GrpcErrors.Invalid($"Key {field.Name} ({field.Type}) of {plan.Id} is missing.", $"keys[{field.Name}]");
        }

        var rows = keys.Length > 0 ? keys[0]!.Length : inputs.Max(c => c?.Length) ?? 1;
        if (rows > maxRows) throw GrpcErrors.TooManyRows(rows, maxRows);
        for (var i = 0; i < keys.Length; i++) CheckLength(keys[i], new(IsKey: true, i, plan.Keys[i].Name), rows);
        for (var i = 0; i < inputs.Length; i++)
        {
            var place = new ColumnPlace(IsKey: false, i, plan.Inputs[i].Name);
            if (inputs[i] is not { Length: 1 }) CheckLength(inputs[i], place, rows);
            else if (rows != 1 && bad?.Find(b => b.Reason == RowFaultReason.InputInvalid && b.Column == place.Column) is { Message: { } message }) throw place.Invalid(message);
        }

        var keyRows = Rows(keys, rows);
        KeyRules.Check(plan.Keys, keyRows, ref bad);
        return new(keyRows, Rows(inputs, rows), bad);
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

    private Value[]?[] Columns(RepeatedField<V1.InputColumn> columns, ImmutableArray<Field> fields, bool isKey)
    {
        var result = new Value[]?[fields.Length];
        foreach (var column in columns)
        {
            var position = 0;
            while (position < fields.Length && fields[position].Name != column.Name) position++;
            var place = new ColumnPlace(isKey, position, position == fields.Length ? Short(column.Name) : column.Name);
            if (position == fields.Length) throw place.Invalid($"{plan.Id} has no {place.What} '{place.Name}'; its {place.What}s are {Names(fields)}.");
            if (result[position] is not null) throw place.Invalid($"The {place.What} {column.Name} is given twice.");
            result[position] = InputColumnReader.Read(column, fields[position], place, ref bad);
        }

        return result;
    }

    private static string Short(string name) => name.Length <= 64 ? name : name[..64] + "…";

    private static string Names(ImmutableArray<Field> fields) => fields.IsEmpty ? "none" : string.Join(", ", fields.Select(f => $"{f.Name} ({f.Type})"));

    private static void CheckLength(Value[]? column, ColumnPlace place, int rows)
    {
        if (column is not null && column.Length != rows) throw place.Invalid($"The {place.What} {place.Name} has {column.Length} values where the request has {rows} rows.");
    }
}
