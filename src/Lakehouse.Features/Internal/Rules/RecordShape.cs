using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features.Internal.Rules;

/// <summary>The columns of an author's record: raw, contract or key.</summary>
/// <param name="Type">The record.</param>
/// <param name="Columns">Its public properties in order.</param>
internal sealed record RecordShape(ClrType Type, IReadOnlyList<RecordColumn> Columns)
{
    internal RecordColumn? Find(string property) => Columns.FirstOrDefault(c => c.Property == property);

    /// <summary>The column that a member access on a row of this record stands for.</summary>
    internal ColumnExpr? Resolve(Term term) =>
        term is MemberTerm { Owner: ParameterTerm row } member && row.Type == Type && Find(member.Name) is { } column ? new ColumnExpr(column.Field.Name, column.Field.Type) : null;

    /// <summary>What a <c>new</c> gives each property; null where the term is no <c>new</c> of this record.</summary>
    internal IReadOnlyDictionary<string, Term>? Assignments(Term term) => term is NewTerm creation && creation.Type == Type ? creation.Assigned : null;

    /// <summary>Refuses a record without columns.</summary>
    internal RecordShape RequireColumns(string place) => Columns.Count > 0 ? this
        : throw new DefinitionException(Rule.ColumnType, $"{place}: {Type.Simple} has no public properties, so it describes no columns; declare one for each column.");

    /// <summary>Refuses a raw record with two properties for one column of the source.</summary>
    internal void RequireDistinctSources(string place)
    {
        if (Columns.GroupBy(c => SnakeCase.Of(c.Field.Name), StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is not { } group) return;
        var names = string.Join(" and ", group.Select(c => c.Field.Name));
        throw new DefinitionException(
            Rule.DuplicateName, $"{place}: {names} match the same source column ({group.Key}); give one a name of its own by [Column(\"…\")].") { Part = group.Last().Property };
    }
}
