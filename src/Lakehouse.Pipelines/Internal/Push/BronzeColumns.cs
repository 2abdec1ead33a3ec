using System.Globalization;
using System.Text;
using Lakehouse.Catalog.Events;
using Lakehouse.Delta;
using Lakehouse.Delta.Writing;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Internal;
using Lakehouse.Pipelines.Internal.Ingest;

namespace Lakehouse.Pipelines.Internal.Push;

/// <summary>Where the raw columns of a contract stand in bronze, and in which form: as ingest of a file would have written them.</summary>
internal sealed class BronzeColumns
{
    private readonly PushPlan plan;
    private readonly int[] rawOf;
    private readonly BronzeForm[] forms;

    /// <param name="plan">The contract.</param>
    /// <param name="schema">Bronze's schema, which has all columns; see <see cref="Extend"/>.</param>
    /// <exception cref="EventSinkException">A column of bronze is of another type.</exception>
    public BronzeColumns(PushPlan plan, TableSchema schema)
    {
        this.plan = plan;
        rawOf = [.. schema.Columns.Select(_ => -1)];
        forms = new BronzeForm[schema.Columns.Count];
        for (var raw = 0; raw < plan.Columns.Length; raw++)
        {
            var at = Find(schema, plan.Columns[raw].Name);
            rawOf[at] = raw;
            forms[at] = BronzeForm.Of(schema.Columns[at].Type, plan.Columns[raw].Type, plan.IsText)
                ?? throw new EventSinkException(
                    EventSinkFailure.NotPushable,
                    $"Events cannot be pushed to contract {plan.Name}: bronze/{plan.Contract.Source.Name} holds {schema.Columns[at].Name} as {schema.Columns[at].Type.DuckDbType}, "
                    + $"and the contract's raw record declares {plan.Columns[raw].Name} as {plan.Columns[raw].Type}. Declare the type that the source has in a new contract version.");
        }
    }

    /// <summary>Bronze's schema with the columns that the contract's source declares and bronze lacks.</summary>
    public static TableSchema Extend(TableSchema? bronze, PushPlan plan)
    {
        var missing = plan.Columns.Where(c => bronze is null || Find(bronze, c.Name) < 0)
            .Select(c => new TableColumn(c.Name, plan.IsText ? new PrimitiveType("string") : BronzeForm.TypeOf(c.Type))).ToList();
        return BronzeSchema.Merge(bronze, missing, plan.IsText, replaces: false, $"push to {plan.Name}");
    }

    /// <summary>The first raw column whose value bronze's column cannot hold; null where there is none.</summary>
    public string? UnfitIn(ReadOnlySpan<Value> row)
    {
        for (var i = 0; i < rawOf.Length; i++)
        {
            if (rawOf[i] >= 0 && !row[rawOf[i]].IsNull && !forms[i].Holds(row[rawOf[i]])) return plan.Columns[rawOf[i]].Name;
        }

        return null;
    }

    /// <summary>Appends a row.</summary>
    public void Append(DataFileWriter writer, TableSchema schema, ReadOnlySpan<Value> row, string file, long position)
    {
        for (var i = 0; i < rawOf.Length; i++)
        {
            if (rawOf[i] >= 0 && !row[rawOf[i]].IsNull) forms[i].Append(writer.Columns[i], row[rawOf[i]]);
            else if (schema.Columns[i].Name == ContractDefinition.SourceFileColumn) writer.Columns[i].AppendBytes(Encoding.UTF8.GetBytes(file));
            else if (schema.Columns[i].Name == ContractDefinition.SourceRowColumn) writer.Columns[i].AppendInt64(position);
            else writer.Columns[i].AppendNull();
        }

        writer.EndRow();
    }

    /// <summary>The file that pushed rows name; its order is that of the commits.</summary>
    public static string FileOf(long version, PushPlan plan) => string.Create(CultureInfo.InvariantCulture, $"push/{version:D12}/{plan.Name}");

    // As conform finds them: the name itself, else its snake case ignoring case.
    private static int Find(TableSchema schema, string raw)
    {
        var columns = schema.Columns.Select(c => BronzeSchema.IsOwn(c.Name) ? "" : c.Name).ToList();
        var exact = columns.IndexOf(raw);
        return exact >= 0 ? exact : columns.FindIndex(c => string.Equals(c, SnakeCase.Of(raw), StringComparison.OrdinalIgnoreCase));
    }
}
