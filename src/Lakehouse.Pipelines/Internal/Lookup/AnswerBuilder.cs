using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;
using Lakehouse.Pipelines.Lookup;

namespace Lakehouse.Pipelines.Internal.Lookup;

/// <summary>One key's answer, put together view by view.</summary>
internal sealed class AnswerBuilder(IReadOnlyDictionary<string, Value> key, long atMicros)
{
    private readonly List<LookedUpFeature> features = [];
    private readonly Dictionary<string, long?> eventTimes = [];
    private readonly Dictionary<string, long?> knownAts = [];
    private readonly List<string> stale = [];

    public void Add(EntityViewDefinition view, SetMember member, ViewRead read, int index)
    {
        var row = read.Rows[index];
        eventTimes[view.Id.Name] = row?.EventTimeMicros;
        knownAts[view.Id.Name] = row?.KnownAtMicros;
        if (read.IsStale) stale.Add(view.Id.Name);
        var names = view.Columns.Select(c => c.Name).ToList();
        foreach (var column in member.Columns)
        {
            var position = names.IndexOf(column.Name);
            var status = read.IsOutOfRange ? FeatureStatus.OutOfRange : FeatureLookup.StatusOf(view, row, position, atMicros);
            features.Add(new(view.Id.Name, column.Name, column.Type, status == FeatureStatus.Present ? row!.Values[position] : Value.Null, status));
        }
    }

    public void Add(OnDemandFeatures onDemand) => features.AddRange(onDemand.Compute(key));

    public LookupAnswer Build() => new(atMicros, features, eventTimes, knownAts, stale);
}
