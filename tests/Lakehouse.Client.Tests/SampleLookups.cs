using CsCheck;
using Lakehouse.Features;
using Lakehouse.Online;
using Lakehouse.Online.Conformance;
using Lakehouse.Serving.Tests;
using static Lakehouse.Serving.Tests.ServingHost;

namespace Lakehouse.Client.Tests;

/// <summary>Stored rows of every type, and lookups of them.</summary>
internal static class SampleLookups
{
    public const int Keys = 40;

    /// <summary>Stores keys 0 to 39 of everything@1 with random values, NULLs among them; every fifth is retracted.</summary>
    public static Task StoreEverythingAsync(this ServingHost host)
    {
        var values = SampleRows.Tuples([.. Everything.Columns.Select(c => new Field(c.Name, c.Type))], nullable: true).Array[Keys].Single();
        var rows = values.Select((v, key) => new OnlineRow(
            [Value.String("k"), Value.Int64(key), Value.Int64(1), Value.Int64(2), Value.Bool(true), Value.Int64(3)],
            6 * Hour, key % 5 == 0 ? null : 6 * Hour, key % 5 == 0 ? new Value[v.Length] : v, Retracted: key % 5 == 0, KnownAtMicros: key));
        return host.SyncAsync(Everything, [.. rows]);
    }

    public static FeatureQuery Everything1(params int[] keys)
    {
        T[] All<T>(T value) => [.. keys.Select(_ => value)];
        return new FeatureQuery("everything@1").Key("k_text", All("k")).Key("k_int", keys).Key("k_day", All(new DateOnly(1970, 1, 2)))
            .Key("k_at", All(DateTimeOffset.UnixEpoch.AddMicroseconds(2))).Key("k_flag", All(true)).Key("k_money", All(0.03m));
    }
}
