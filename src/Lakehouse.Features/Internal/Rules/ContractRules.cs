using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features.Internal.Rules;

/// <summary>What a contract record and its mapping must be.</summary>
internal static class ContractRules
{
    internal static void CheckColumns(string place, RecordShape shape)
    {
        foreach (var column in shape.Columns)
        {
            Names.RequireSnake(column.Field.Name, $"{place}: column {column.Property}", column.Property);
            if (column.Field.Type.Kind == TypeKind.TimestampNtz)
                throw Refuse(Rule.ColumnType, $"{place}: {column.Property} is a DateTime, which has no zone; declare a DateTimeOffset and map it by .AsUtc().", column);
        }

        if (shape.Columns.GroupBy(c => c.Field.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw Refuse(Rule.DuplicateName, $"{place}: two columns have the name '{twice.Key}'; rename one.", twice.Last());
        var id = Single(place, shape, c => c.IsEventId, "[EventId]", "a unique id");
        if (id.Field.Type.Kind is not (TypeKind.String or TypeKind.Int64))
            throw Refuse(Rule.EventRoles, $"{place}: [EventId] {id.Property} is {id.Field.Type}; an event id is text or an integer. Map it by .ToText().", id);
        var time = Single(place, shape, c => c.IsEventTime, "[EventTime]", "when the event happened");
        if (time.Field.Type.Kind != TypeKind.Timestamp)
            throw Refuse(Rule.EventRoles, $"{place}: [EventTime] {time.Property} is {time.Field.Type}; declare it as DateTimeOffset.", time);
    }

    /// <summary>What the mapping assigns, by property.</summary>
    internal static IReadOnlyDictionary<string, Term> Assignments(TranslationScope scope, RecordShape shape, Term body) =>
        shape.Assignments(body) ?? throw scope.Refuse(Rule.Mapping, body, $"is no new {shape.Type.Simple}; a mapping is (r, source) => new {shape.Type.Simple} {{ … }}.");

    /// <summary>The term that the mapping gives a column.</summary>
    internal static Term Assigned(string place, IReadOnlyDictionary<string, Term> assigned, RecordColumn column) =>
        assigned.TryGetValue(column.Property, out var value) ? value
            : throw new DefinitionException(
                Rule.Mapping, $"{place}: the mapping leaves out {column.Property}; assign it{(column.Field.Nullable ? ", or write null for no value yet" : "")}.");

    /// <summary>The column that <c>source.File</c> or <c>source.Row</c> stands for; null for other terms.</summary>
    internal static ColumnExpr? Position(Translator translator, Term term, string source, bool isDelta)
    {
        if (term is not MemberTerm { Owner: ParameterTerm } member || !member.DeclaringType.Is(ClrType.SourcePosition)) return null;
        if (isDelta)
            throw translator.Scope.Refuse(
                Rule.ClosedList, term, $"is not known for source {source}: a Delta table is a set of rows whatever its files. Use a column that identifies the row.");
        return member.Name == "File" ? new ColumnExpr("_source_file", DataType.String) : new ColumnExpr("_source_row", DataType.Int64);
    }

    private static RecordColumn Single(string place, RecordShape shape, Func<RecordColumn, bool> isWanted, string attribute, string meaning)
    {
        var found = shape.Columns.Where(isWanted).ToList();
        if (found.Count == 0)
            throw new DefinitionException(Rule.EventRoles, $"{place}: {shape.Type.Simple} has no {attribute}; put it on exactly one property, {meaning}.");
        if (found.Count > 1)
            throw Refuse(Rule.EventRoles, $"{place}: {shape.Type.Simple} has more than one {attribute}; put it on exactly one property, {meaning}.", found[1]);
        if (found[0].Field.Nullable) throw Refuse(Rule.EventRoles, $"{place}: {attribute} {found[0].Property} is nullable; declare it without '?'.", found[0]);
        return found[0];
    }

    private static DefinitionException Refuse(Rule rule, string message, RecordColumn column) => new(rule, message) { Part = column.Property };
}
