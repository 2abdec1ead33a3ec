using Lakehouse.Catalog;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Serving.Internal;

/// <summary>Sets as descriptions for people and programs; a set's schema is that of its answers, with owners, texts and on-demand views.</summary>
internal static class SetDescriber
{
    /// <summary>Order of pages: by name, then by version.</summary>
    public static IComparer<string> Order { get; } = Comparer<string>.Create((a, b) =>
        VersionedName.TryParse(a, out var x) && VersionedName.TryParse(b, out var y) && x.Name == y.Name ? x.Version.CompareTo(y.Version) : StringComparer.Ordinal.Compare(a, b));

    public static IReadOnlyList<V1.SetDescription> All(IReadOnlyList<Registered<SetDefinition>> sets) => [.. sets.Select(Describe).OrderBy(s => s.Set, Order)];

    private static V1.SetDescription Describe(Registered<SetDefinition> registered)
    {
        var set = registered.Definition;
        var views = set.Members.Select(m => m.View).OfType<EntityViewDefinition>().DistinctBy(v => v.Id).ToList();
        return new()
        {
            Set = set.Id.ToString(),
            DefinitionHash = registered.Hash,
            NeedsFit = set.NeedsFit,
            Schema = new()
            {
                Features =
                {
                    set.Members.SelectMany(m => m.Columns.Select(c => Feature(m.View, c, views))),
                    set.Transforms.Select(t => SchemaWriter.Feature(t.Name, t.Type, view: null)),
                },
                Views = { views.Select(View) },
                Keys = { set.Keys.Select(SchemaWriter.Field) },
                Inputs = { set.Inputs.Select(SchemaWriter.Field) },
                OnDemandViews = { set.Members.Select(m => m.View).OfType<OnDemandViewDefinition>().DistinctBy(v => v.Id).Select(View) },
            },
        };
    }

    private static V1.FeatureInfo Feature(ViewDefinition view, FeatureColumn column, List<EntityViewDefinition> views)
    {
        var position = views.FindIndex(v => v.Id == view.Id);
        return SchemaWriter.Feature($"{view.Id.Name}.{column.Name}", column.Type, position < 0 ? null : position);
    }

    private static V1.ViewInfo View(ViewDefinition view)
    {
        var info = view is EntityViewDefinition stored ? SchemaWriter.View(stored) : new V1.ViewInfo { Name = view.Id.Name, Version = (uint)view.Id.Version };
        info.Owner = view.Owner ?? "";
        info.Description = view.Description ?? "";
        if (view is not EntityViewDefinition { Entity: { } entity }) return info;
        info.Entity = entity.Name;
        info.EntityDescription = entity.Description ?? "";
        info.Keys.Add(entity.Keys.Select(SchemaWriter.Field));
        return info;
    }
}
