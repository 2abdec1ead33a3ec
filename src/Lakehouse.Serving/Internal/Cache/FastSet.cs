using System.Collections.Immutable;
using System.Text;
using Lakehouse.Features;
using Lakehouse.Online.Cache;
using Lakehouse.Online.Sets;

namespace Lakehouse.Serving.Internal.Cache;

/// <summary>A set that the short way can answer: its features come from entity views alone, and its keys are text and numbers.</summary>
internal sealed class FastSet
{
    private FastSet(ServedSet set, NearCache cache)
    {
        Set = set;
        Name = set.Plan.Id.ToString();
        Utf8Name = Encoding.UTF8.GetBytes(Name);
        Keys = [.. set.Plan.Keys.Select(k => new FastKey(Encoding.UTF8.GetBytes(k.Name), k.Type.Kind == TypeKind.String))];
        Views = [.. set.Plan.Views.Select(v => new FastView(cache.ViewOf(v), [.. v.Entity.Keys.Select(k => set.Plan.Keys.IndexOf(k))], new(v)))];
        Order = OrderOf(set.Plan);
        IsFixed = Views.All(v => v.Bytes.IsFixed);
    }

    public ServedSet Set { get; }

    /// <summary><c>name@N</c>.</summary>
    public string Name { get; }

    public byte[] Utf8Name { get; }

    public ImmutableArray<FastKey> Keys { get; }

    public ImmutableArray<FastView> Views { get; }

    /// <summary>The views in the order of their features, where the set has all columns of each in the view's order; else empty.</summary>
    public ImmutableArray<int> Order { get; }

    /// <summary>True when all columns are of eight bytes.</summary>
    public bool IsFixed { get; }

    /// <summary>Null for a set that is answered the long way.</summary>
    public static FastSet? TryMake(ServedSet set, NearCache cache)
    {
        var plan = set.Plan;
        var simple = plan.Features.All(f => f.View is not null) && plan.Inputs.IsEmpty && plan.Keys.Length is > 0 and <= FastRequest.MostColumns && set.ResolvedAt is null && plan.FitHash is null;
        return simple && plan.Keys.All(k => k.Type.Kind is TypeKind.String or TypeKind.Int64 or TypeKind.Timestamp or TypeKind.Date) ? new(set, cache) : null;
    }

    private static ImmutableArray<int> OrderOf(SetPlan plan)
    {
        var order = new List<int>();
        for (var feature = 0; feature < plan.Features.Length;)
        {
            var view = plan.Features[feature].View!.Value;
            order.Add(view);
            for (var column = 0; column < plan.Views[view].Columns.Length; column++, feature++)
            {
                if (feature == plan.Features.Length || plan.Features[feature].View != view || plan.Features[feature].Position != column) return [];
            }
        }

        return order.Count == plan.Views.Length && order.Distinct().Count() == order.Count ? [.. order] : [];
    }
}

/// <summary>A key column of a set.</summary>
internal readonly record struct FastKey(byte[] Utf8Name, bool IsText);

/// <summary>An entity view of a set.</summary>
/// <param name="Cache">Its part of the near cache.</param>
/// <param name="KeyPositions">Where its keys stand among the set's.</param>
/// <param name="Bytes">Its rows as bytes of an answer.</param>
internal sealed record FastView(NearCacheView Cache, ImmutableArray<int> KeyPositions, ViewBytes Bytes);
