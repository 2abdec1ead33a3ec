using Lakehouse.Features.Definitions;
using Lakehouse.Features.Internal;
using Lakehouse.Features.Internal.Authoring;

namespace Lakehouse.Features;

/// <summary>A raw source.</summary>
/// <typeparam name="TRaw">The raw record: what the source says, as it says it.</typeparam>
public sealed class Source<TRaw>
{
    internal Source(string name, SourceFormat format)
    {
        var place = $"Source {name}";
        Names.RequireSnake(name, "A source");
        Shape = RecordShape.Raw(typeof(TRaw), place);
        foreach (var group in Shape.Columns.GroupBy(c => SnakeCase.Of(c.Field.Name), StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
        {
            var names = string.Join(" and ", group.Select(c => c.Field.Name));
            throw new DefinitionException($"{place}: {names} match the same source column ({group.Key}); give one a name of its own by [Column(\"…\")].");
        }

        if (format.Kind == SourceKind.Delta && string.IsNullOrWhiteSpace(format.Path)) throw new DefinitionException($"{place}: Format.Delta needs the path of a table.");
        Definition = new(name, format, [.. Shape.Columns.Select(c => c.Field)]);
    }

    internal SourceDefinition Definition { get; }

    internal RecordShape Shape { get; }
}
