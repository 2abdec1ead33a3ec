using Lakehouse.Features.Definitions;
using Lakehouse.Features.Internal.Authoring;
using Lakehouse.Features.Internal.Rules;

namespace Lakehouse.Features;

/// <summary>A raw source.</summary>
/// <typeparam name="TRaw">The raw record: what the source says, as it says it.</typeparam>
public sealed class Source<TRaw>
{
    internal Source(string name, SourceFormat format)
    {
        var place = $"Source {name}";
        Names.RequireSnake(name, "A source");
        Shape = RecordReader.Raw(typeof(TRaw), place);
        Shape.RequireDistinctSources(place);
        if (format.Kind == SourceKind.Delta && string.IsNullOrWhiteSpace(format.Path))
            throw new DefinitionException(Rule.Incomplete, $"{place}: Format.Delta needs the path of a table.");
        Definition = new(name, format, [.. Shape.Columns.Select(c => c.Field)]);
    }

    internal SourceDefinition Definition { get; }

    internal RecordShape Shape { get; }
}
