using CsCheck;
using Google.Protobuf;
using Grpc.Core;
using Lakehouse.Features;
using Lakehouse.Online;
using Lakehouse.Online.Conformance;
using Lakehouse.Serving.V1;
using static Lakehouse.Serving.Tests.ServingHost;
using DataType = Lakehouse.Features.DataType;
using FeatureColumn = Lakehouse.Serving.V1.FeatureColumn;
using FeatureStatus = Lakehouse.Online.FeatureStatus;

namespace Lakehouse.Serving.Tests;

/// <summary>The bytes that the server writes by hand, beside those of the generated code.</summary>
public sealed class WireBytesTests
{
    private const int Keys = 40;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetFeatures_RandomRowsOfEveryType_AreTheBytesOfTheGeneratedCode()
    {
        await using var host = await ServingHost.StartAsync();
        var stored = await StoreAsync(host);
        using var caller = new RawCaller(host.Server.Address);
        var lookups = Gen.Select(Gen.Int[0, Keys + 5].Array[0, 40], Gen.Frequency((4, Gen.Long[4 * Hour, 13 * Hour]), (1, Gen.Const(0L))), Gen.Bool);

        await lookups.SampleAsync(
            async (keys, at, omitSchema) =>
            {
                var bytes = await caller.CallAsync(Request(keys, at, omitSchema).ToByteArray());
                var answer = GetFeaturesResponse.Parser.ParseFrom(bytes);
                var expected = Expected(stored, keys, at, answer.Schema);
                (answer.Schema is null).Should().Be(omitSchema);
                expected.ToByteArray().Should().Equal(bytes);
            },
            iter: 200,
            threads: 1);
    }

    [Fact]
    public async Task GetFeatures_FieldsOfALaterProto_AreIgnored()
    {
        await using var host = await ServingHost.StartAsync();
        await StoreAsync(host);
        using var caller = new RawCaller(host.Server.Address);
        var request = Request([1, 2], 10 * Hour, omitSchema: true);
        // Field 15 as a number, 14 as bytes, 13 as eight and 12 as four bytes.
        byte[] later = [0x78, 0x96, 0x01, 0x72, 0x03, 1, 2, 3, 0x69, 1, 2, 3, 4, 5, 6, 7, 8, 0x65, 1, 2, 3, 4];

        var plain = await caller.CallAsync(request.ToByteArray());
        var withMore = await caller.CallAsync([.. later, .. request.ToByteArray(), .. later]);

        withMore.Should().Equal(plain);
    }

    [Theory]
    [InlineData(new byte[] { 0x0A, 0x7F, 0x61 })]
    [InlineData(new byte[] { 0x0F })]
    [InlineData(new byte[] { 0x78, 0xFF })]
    public async Task GetFeatures_BytesThatAreNoRequest_IsInvalidArgument(byte[] bytes)
    {
        await using var host = await ServingHost.StartAsync();
        using var caller = new RawCaller(host.Server.Address);

        var call = () => caller.CallAsync(bytes);

        (await call.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.InvalidArgument);
        host.Log.Lines.Should().BeEmpty("broken bytes must not fill the log");
    }

    /// <summary>Keys 0 to 39; every fifth is retracted.</summary>
    private static async Task<OnlineRow[]> StoreAsync(ServingHost host)
    {
        var values = SampleRows.Tuples([.. Everything.Columns.Select(c => new Field(c.Name, c.Type))], nullable: true).Array[Keys].Single();
        var rows = values.Select((v, key) => new OnlineRow(
            Key(key), 6 * Hour, key % 5 == 0 ? null : 6 * Hour, key % 5 == 0 ? new Value[v.Length] : v, Retracted: key % 5 == 0, KnownAtMicros: key)).ToArray();
        await host.SyncAsync(Everything, rows);
        return rows;
    }

    private static Value[] Key(int key) => [Value.String("k"), Value.Int64(key), Value.Int64(1), Value.Int64(2), Value.Bool(true), Value.Int64(3)];

    private static GetFeaturesRequest Request(int[] keys, long at, bool omitSchema)
    {
        var request = new GetFeaturesRequest { Set = "everything@1", At = at, OmitSchema = omitSchema };
        foreach (var (field, position) in Everything.Entity.Keys.Select((f, i) => (f, i)))
        {
            var column = new InputColumn { Name = field.Name, Scale = (uint)field.Type.Scale };
            foreach (var value in keys.Select(k => Key(k)[position])) Add(field.Type, value, column.Strings, column.Integers, column.Bools);
            request.Keys.Add(column);
        }

        return request;
    }

    private static void Add(DataType type, Value value, IList<string> strings, IList<long> integers, IList<bool> bools)
    {
        if (type.Kind == TypeKind.String) strings.Add(value.IsNull ? "" : value.AsString);
        else if (type.Kind == TypeKind.Bool) bools.Add(value.AsBool);
        else integers.Add(value.AsInt64);
    }

    /// <summary>The answer as messages, from the stored rows by the rule of lookups.</summary>
    private static GetFeaturesResponse Expected(OnlineRow[] stored, int[] keys, long at, SetSchema? schema)
    {
        const long completeFrom = 5 * Hour, completeUntil = 12 * Hour;
        var rows = keys.Select(k => k < Keys && at >= completeFrom && at >= stored[k].ValidFromMicros ? stored[k] : null).ToArray();
        var marker = new Marker { GoldVersion = 7, KnownAt = 70, CompleteFrom = completeFrom, CompleteUntil = completeUntil, DefinitionHash = "sha256:view" };
        var view = new ViewAnswer { Stale = at > completeUntil, EventTime = Times(rows, r => r?.EventTimeMicros), KnownAt = Times(rows, r => r?.KnownAtMicros), Marker = marker };
        var response = new GetFeaturesResponse { Rows = (uint)keys.Length, At = at, DefinitionHash = "sha256:everything", Schema = schema, Views = { view } };
        for (var i = 0; i < Everything.Columns.Length; i++)
        {
            var column = new FeatureColumn();
            var status = rows.Select(r => at < completeFrom ? FeatureStatus.OutOfRange : FeatureLookup.StatusOf(Everything, r, i, at)).ToArray();
            column.Status = ByteString.CopyFrom([.. status.Select(s => (byte)s)]);
            for (var row = 0; row < rows.Length; row++) Add(Everything.Columns[i].Type, status[row] == FeatureStatus.Present ? rows[row]!.Values[i] : Value.Null, column);
            response.Features.Add(column);
        }

        return response;
    }

    private static void Add(DataType type, Value value, FeatureColumn column)
    {
        switch (type.Kind)
        {
            case TypeKind.Double: column.Doubles.Add(value.AsDouble); break;
            case TypeKind.Binary: column.Binaries.Add(ByteString.CopyFrom(value.IsNull ? [] : value.AsBinary)); break;
            case TypeKind.DoubleList: column.DoubleLists.Add(List(value.IsNull ? [] : value.AsDoubleList)); break;
            default: Add(type, value, column.Strings, column.Integers, column.Bools); break;
        }
    }

    private static DoubleList List(double?[] items) => new()
    {
        Values = { items.Select(x => x ?? 0) },
        Nulls = items.Contains(null) ? ByteString.CopyFrom([.. items.Select(x => x is null ? (byte)1 : (byte)0)]) : ByteString.Empty,
    };

    private static OptionalTimes Times(OnlineRow?[] rows, Func<OnlineRow?, long?> time) => new()
    {
        Micros = { rows.Select(r => time(r) ?? 0) }, Present = ByteString.CopyFrom([.. rows.Select(r => time(r) is null ? (byte)0 : (byte)1)]),
    };
}
