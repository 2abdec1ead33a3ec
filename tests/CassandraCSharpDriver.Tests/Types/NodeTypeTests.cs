using System.Net;
using System.Numerics;
using Cassandra;
using Cassandra.Internal.Wire;
using CassandraCSharpDriver.Tests.Wire;
using Lakehouse.Cassandra.TestHost;

namespace CassandraCSharpDriver.Tests.Types;

/// <summary>Values of every type that a real node stores and gives back.</summary>
public sealed class NodeTypeTests(CassandraHost host)
{
    private static readonly (string Type, object Value)[] Columns =
    [
        ("ascii", "plain"), ("text", "grüße"), ("bigint", long.MinValue), ("int", -5), ("smallint", (short)-6), ("tinyint", (sbyte)-7),
        ("double", 1.5), ("float", -0.5f), ("boolean", true), ("blob", new byte[] { 0, 255 }), ("decimal", -123.4500m), ("varint", BigInteger.Pow(-3, 77)),
        ("timestamp", new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero)),
        ("date", new LocalDate(1969, 12, 31)), ("time", new LocalTime(23, 59, 59, 999_999_999)),
        ("uuid", new Guid("00112233-4455-4677-8899-aabbccddeeff")),
        ("timeuuid", TimeUuid.NewId(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero))),
        ("inet", IPAddress.Parse("10.1.2.3")), ("duration", new Duration(1, 2, 3_000_000_000)),
        ("list<int>", new[] { 3, 1 }), ("set<text>", new[] { "a", "b" }), ("map<text, bigint>", new Dictionary<string, long> { ["x"] = 1, ["y"] = -1 }),
        ("frozen<map<int, frozen<list<text>>>>", new Dictionary<int, IEnumerable<string>> { [1] = ["p", "q"] }),
        ("tuple<int, text, double>", Tuple.Create((int?)1, "t", (double?)null)),
        ("vector<float, 3>", new CqlVector<float>(1, 2, 3)), ("vector<text, 2>", new CqlVector<string>("ab", "")), ("vector<smallint, 2>", new CqlVector<short>(1, -1)),
        ("vector<uuid, 1>", new CqlVector<Guid>(Guid.Empty)), ("vector<date, 2>", new CqlVector<LocalDate>(new LocalDate(2000, 2, 29), new LocalDate(1, 1, 1))),
        ("vector<time, 1>", new CqlVector<LocalTime>(new LocalTime(1))), ("vector<tinyint, 2>", new CqlVector<sbyte>(-1, 1)), ("vector<boolean, 2>", new CqlVector<bool>(true, false)),
        ("vector<timestamp, 1>", new CqlVector<DateTimeOffset>(DateTimeOffset.UnixEpoch)), ("vector<bigint, 2>", new CqlVector<long>(-1, 1)),
        ("vector<varint, 2>", new CqlVector<BigInteger>(128, -129)), ("vector<vector<int, 2>, 2>", new CqlVector<CqlVector<int>>(new CqlVector<int>(1, 2), new CqlVector<int>(3, 4))),
        ("vector<inet, 1>", new CqlVector<IPAddress>(IPAddress.Loopback)), ("vector<list<int>, 1>", new CqlVector<IEnumerable<int>>(new List<int> { 1, 2 })),
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task EveryType_WrittenAndRead_IsTheSameValue(byte version)
    {
        var cluster = await host.OneNodeAsync(Ct);
        var table = $"{await cluster.NewKeyspaceAsync(Ct)}.types";
        await using var connection = await NodeConnections.OpenAsync(cluster, version, Ct);
        await connection.AskAsync<SchemaChangeResponse>(Query($"CREATE TABLE {table} (k int PRIMARY KEY, {string.Join(", ", Columns.Select((c, i) => $"c{i} {c.Type}"))})"));
        var names = string.Join(", ", Columns.Select((_, i) => $"c{i}"));
        var insert = await connection.AskAsync<PreparedResponse>(new PrepareRequest($"INSERT INTO {table} (k, {names}) VALUES (1{string.Concat(Columns.Select(_ => ", ?"))})"));
        var parameters = new QueryParameters(ConsistencyLevel.One) { Values = [.. Columns.Select(c => c.Value)], Markers = insert.Variables };
        await connection.AskAsync<VoidResponse>(new ExecuteRequest(insert.Id, insert.Result, parameters));

        var row = (await connection.RowsAsync(Query($"SELECT {names} FROM {table} WHERE k = 1"))).Single();

        for (var i = 0; i < Columns.Length; i++)
        {
            row[i].Should().BeEquivalentTo(Columns[i].Value, because: $"{Columns[i].Type} is read by default as it was written");
            row.GetValue(Columns[i].Value.GetType(), i).Should().BeEquivalentTo(Columns[i].Value, because: $"{Columns[i].Type} can be asked for");
            row.GetColumn($"c{i}")!.Index.Should().Be(i);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Null_EveryType_IsNull(byte version)
    {
        var cluster = await host.OneNodeAsync(Ct);
        var table = $"{await cluster.NewKeyspaceAsync(Ct)}.nothing";
        await using var connection = await NodeConnections.OpenAsync(cluster, version, Ct);
        await connection.AskAsync<SchemaChangeResponse>(Query($"CREATE TABLE {table} (k int PRIMARY KEY, v int, t text)"));
        await connection.AskAsync<VoidResponse>(Query($"INSERT INTO {table} (k) VALUES (1)"));

        var row = (await connection.RowsAsync(Query($"SELECT v, t FROM {table}"))).Single();

        row.IsNull("v").Should().BeTrue();
        row["v"].Should().BeNull();
        row.GetValue<int?>("v").Should().BeNull();
        row.GetValue<string?>("t").Should().BeNull();
        row.Invoking(r => r.GetValue<int>("v")).Should().Throw<NullReferenceException>();
        row.Invoking(r => r.GetValue<int>("nosuch")).Should().Throw<ArgumentException>();
        row.Invoking(r => r.IsNull("nosuch")).Should().Throw<KeyNotFoundException>();
    }

    [Fact]
    public async Task UserType_ReadAsBytes_HasItsFieldsInItsDescription()
    {
        var cluster = await host.OneNodeAsync(Ct);
        var keyspace = await cluster.NewKeyspaceAsync(Ct);
        await using var connection = await NodeConnections.OpenAsync(cluster, 4, Ct);
        await connection.AskAsync<SchemaChangeResponse>(Query($"CREATE TYPE {keyspace}.place (x int, name text)"));
        await connection.AskAsync<SchemaChangeResponse>(Query($"CREATE TABLE {keyspace}.t (k int PRIMARY KEY, p frozen<place>)"));
        await connection.AskAsync<VoidResponse>(Query($"INSERT INTO {keyspace}.t (k, p) VALUES (1, {{x: 7, name: 'n'}})"));

        var row = (await connection.RowsAsync(Query($"SELECT p FROM {keyspace}.t"))).Single();

        row.GetValue<byte[]>("p").Should().Equal(Hex.Bytes("00000004 00000007 00000001 6e"));
        row.GetColumn("p")!.TypeInfo.Should().BeOfType<UdtColumnInfo>()
            .Which.Fields.Select(f => (f.Name, f.TypeCode)).Should().Equal(("x", ColumnTypeCode.Int), ("name", ColumnTypeCode.Varchar));
    }

    private static QueryRequest Query(string cql) => new(cql, new QueryParameters(ConsistencyLevel.One));
}
