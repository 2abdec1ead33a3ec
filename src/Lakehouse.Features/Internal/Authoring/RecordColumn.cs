using System.Reflection;

namespace Lakehouse.Features.Internal.Authoring;

/// <summary>A property of an author's record as a column.</summary>
/// <param name="Property">The property.</param>
/// <param name="Field">The column.</param>
/// <param name="Attributes">The attributes of the property and of the constructor parameter of its name.</param>
internal sealed record RecordColumn(PropertyInfo Property, Field Field, IReadOnlyList<Attribute> Attributes)
{
    internal T? Find<T>()
        where T : Attribute => Attributes.OfType<T>().FirstOrDefault();
}
