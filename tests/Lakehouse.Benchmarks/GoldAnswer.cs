using Lakehouse.Client;
using Lakehouse.Pipelines.Lookup;

namespace Lakehouse.Benchmarks;

/// <summary>What gold says of one key.</summary>
internal sealed class GoldAnswer(LookupAnswer answer)
{
    /// <summary>True when an answer of the service has the same statuses and the same bits.</summary>
    public bool IsServedAs(FeatureRow row) => answer.Features.Select((feature, position) => Same(feature, row[position])).All(same => same);

    private static bool Same(LookedUpFeature gold, FeatureValue served) => (int)gold.Status == (int)served.Status && served.Value switch
    {
        null => gold.Value.IsNull,
        double number => BitConverter.DoubleToInt64Bits(number) == BitConverter.DoubleToInt64Bits(gold.Value.AsDouble),
        long number => number == gold.Value.AsInt64,
        string text => text == gold.Value.AsString,
        bool flag => flag == gold.Value.AsBool,
        DateTimeOffset time => time == DateTimeOffset.UnixEpoch.AddMicroseconds(gold.Value.AsInt64),
        var other => throw new InvalidOperationException($"A feature of {gold.Name} came as {other.GetType()}, which this benchmark does not compare."),
    };
}
