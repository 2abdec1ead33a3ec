using System.Collections.Immutable;
using Lakehouse.Catalog.Events;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal;

namespace Lakehouse.Pipelines.Internal.Push;

/// <summary>A contract compiled for events that are pushed: its raw columns, which of them must have a value, and the event id over them.</summary>
internal sealed class PushPlan
{
    private readonly bool[] required;
    private readonly RowFunction id;

    /// <exception cref="EventSinkException">The contract cannot be pushed to.</exception>
    public PushPlan(ContractDefinition contract)
    {
        Contract = contract;
        Name = contract.Id.ToString();
        var reads = ExprWalk.ColumnNames(contract.Columns.Select(c => c.Mapping).Concat(contract.Rules.Where(r => r.Kind == RuleKind.Delete).Select(r => r.Condition)))
            .ToHashSet(StringComparer.Ordinal);
        if (contract.Source.Format.Kind == SourceKind.Delta)
            throw Refused("its source is a Delta table that others write; write the events there");
        if (reads.Contains(ContractDefinition.SourceFileColumn) || reads.Contains(ContractDefinition.SourceRowColumn))
            throw Refused("its mapping reads the file or the position of a row, which a pushed event has not; give the events an id of their own in a new contract version");
        Columns = contract.Source.Columns;
        required = [.. Columns.Select(c => !c.Nullable && reads.Contains(c.Name))];
        id = ExpressionCompiler.Compile(contract.EventId.Mapping, Columns);
        TimeZoneInfo? zone = null;
        if (contract.Source.Format.Zone is { } name && !TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone))
            throw Refused($"its source declares the zone '{name}', which this machine does not know; install tzdata");
        Parser = new(zone);
    }

    public ContractDefinition Contract { get; }

    /// <summary>The contract's name and version.</summary>
    public string Name { get; }

    /// <summary>The raw record's columns.</summary>
    public ImmutableArray<Field> Columns { get; }

    public bool IsText => Contract.Source.Format.IsText;

    /// <summary>Reads text as the source's files are read.</summary>
    public TextParser Parser { get; }

    /// <summary>The raw column of a name: that name, else its snake case ignoring case; −1 where there is none.</summary>
    public int Find(string name)
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            if (Columns[i].Name == name) return i;
        }

        for (var i = 0; i < Columns.Length; i++)
        {
            if (string.Equals(SnakeCase.Of(Columns[i].Name), name, StringComparison.OrdinalIgnoreCase)) return i;
        }

        return -1;
    }

    /// <summary>The first column that must have a value and has none; null where there is none.</summary>
    public string? MissingIn(ReadOnlySpan<Value> row)
    {
        for (var i = 0; i < required.Length; i++)
        {
            if (required[i] && row[i].IsNull) return Columns[i].Name;
        }

        return null;
    }

    /// <summary>What makes the event; null where it has no id.</summary>
    public EventKey? KeyOf(ReadOnlySpan<Value> row)
    {
        try
        {
            var value = id(row);
            return value.IsNull ? null : EventKey.Of(Name, value, Contract.EventId.Type, Columns, row);
        }
        catch (ValueOverflowException)
        {
            return null;
        }
    }

    private EventSinkException Refused(string why) => new(EventSinkFailure.NotPushable, $"Events cannot be pushed to contract {Name}: {why}.");
}
