using System.Net.Sockets;
using Cassandra;
using Cassandra.Internal.Wire;
using Lakehouse.Cassandra.TestHost;

namespace CassandraCSharpDriver.Tests.Wire;

/// <summary>One connection to a real node, in both versions of the protocol.</summary>
public sealed class ConnectionTests(CassandraHost host)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Execute_PreparedWriteAndRead_PageByPage(byte version)
    {
        var cluster = await host.OneNodeAsync(Ct);
        var table = $"{await cluster.NewKeyspaceAsync(Ct)}.t";
        await using var connection = await NodeConnections.OpenAsync(cluster, version, Ct);
        await connection.AskAsync<SchemaChangeResponse>(Query($"CREATE TABLE {table} (k text, c int, v double, PRIMARY KEY (k, c))"));
        var insert = await connection.AskAsync<PreparedResponse>(new PrepareRequest($"INSERT INTO {table} (k, c, v) VALUES (?, ?, ?)"));
        for (var c = 0; c < 5; c++) await connection.AskAsync<VoidResponse>(Execute(insert, ["a", c, c / 2.0]));

        var select = await connection.AskAsync<PreparedResponse>(new PrepareRequest($"SELECT c, v FROM {table} WHERE k = ?"));
        var found = new List<(int, double)>();
        byte[]? state = null;
        var pages = 0;
        do
        {
            var parameters = new QueryParameters(ConsistencyLevel.LocalOne)
            {
                Values = ["a"],
                Markers = select.Variables,
                PageSize = 2,
                PagingState = state,
                SkipMetadata = version >= 5,
            };
            var page = await connection.AskAsync<RowsResponse>(new ExecuteRequest(select.Id, select.Result, parameters));
            found.AddRange(new RowSet(page, fetchNext: null).Select(row => (row.GetValue<int>(0), row.GetValue<double>("v"))));
            page.Metadata.Should().BeSameAs(select.Result, "the columns did not change");
            state = page.PagingState;
            pages++;
        }
        while (state is not null);

        found.Should().Equal((0, 0), (1, 0.5), (2, 1), (3, 1.5), (4, 2));
        pages.Should().Be(3);
        insert.PartitionKeyIndexes.Should().Equal(0);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Execute_AfterAlterTable_SaysUnpreparedAndThenNewColumns(byte version)
    {
        var cluster = await host.OneNodeAsync(Ct);
        var table = $"{await cluster.NewKeyspaceAsync(Ct)}.t";
        await using var connection = await NodeConnections.OpenAsync(cluster, version, Ct);
        await connection.AskAsync<SchemaChangeResponse>(Query($"CREATE TABLE {table} (k int PRIMARY KEY, v int)"));
        await connection.AskAsync<VoidResponse>(Query($"INSERT INTO {table} (k, v) VALUES (1, 2)"));
        var before = await connection.AskAsync<PreparedResponse>(new PrepareRequest($"SELECT * FROM {table} WHERE k = ?"));
        await connection.AskAsync<SchemaChangeResponse>(Query($"ALTER TABLE {table} ADD w text"));

        var answer = await connection.SendAsync(Execute(before, [1]), NodeConnections.TimeoutMillis);
        var after = await connection.AskAsync<PreparedResponse>(new PrepareRequest($"SELECT * FROM {table} WHERE k = ?"));
        var stale = await connection.AskAsync<RowsResponse>(Execute(before, [1], skip: version >= 5));

        ((ErrorResponse)answer).Exception.Should().BeOfType<PreparedQueryNotFoundException>().Which.UnknownId.Should().Equal(before.Id);
        after.Id.Should().Equal(before.Id);
        stale.Metadata.Columns.Select(c => c.Name).Should().Equal("k", "v", "w");
        stale.MetadataChanged.Should().Be(version >= 5);
        if (version >= 5) stale.Metadata.Id.Should().Equal(after.Result!.Id);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Send_MoreThanStreams_AllAreAnsweredWithTheirOwnRow(byte version)
    {
        var cluster = await host.OneNodeAsync(Ct);
        var table = $"{await cluster.NewKeyspaceAsync(Ct)}.t";
        await using var connection = await NodeConnections.OpenAsync(cluster, version, Ct, s => s with { MaxStreams = 32 });
        await connection.AskAsync<SchemaChangeResponse>(Query($"CREATE TABLE {table} (k int PRIMARY KEY, v blob)"));
        var insert = await connection.AskAsync<PreparedResponse>(new PrepareRequest($"INSERT INTO {table} (k, v) VALUES (?, ?)"));
        var select = await connection.AskAsync<PreparedResponse>(new PrepareRequest($"SELECT k, v FROM {table} WHERE k = ?"));
        const int rows = 500;
        await Task.WhenAll(Enumerable.Range(0, rows).Select(k => connection.AskAsync<VoidResponse>(Execute(insert, [k, Blob(k)]))));

        var answers = await Task.WhenAll(Enumerable.Range(0, 4 * rows).Select(i => connection.RowsAsync(Execute(select, [i % rows]))));

        for (var i = 0; i < answers.Length; i++)
        {
            var row = answers[i].Should().ContainSingle().Subject;
            row.GetValue<int>("k").Should().Be(i % rows);
            row.GetValue<byte[]>("v").AsSpan().SequenceEqual(Blob(i % rows)).Should().BeTrue();
        }

        connection.InFlight.Should().Be(0);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Send_ValueLargerThanASegment_ComesBack(byte version)
    {
        var cluster = await host.OneNodeAsync(Ct);
        var table = $"{await cluster.NewKeyspaceAsync(Ct)}.t";
        await using var connection = await NodeConnections.OpenAsync(cluster, version, Ct);
        await connection.AskAsync<SchemaChangeResponse>(Query($"CREATE TABLE {table} (k int PRIMARY KEY, v blob)"));
        var large = new byte[700_000];
        new Random(1).NextBytes(large);
        var insert = await connection.AskAsync<PreparedResponse>(new PrepareRequest($"INSERT INTO {table} (k, v) VALUES (?, ?)"));
        await connection.AskAsync<VoidResponse>(Execute(insert, [1, large]));

        var rows = await connection.RowsAsync(Query($"SELECT v FROM {table} WHERE k = 1"));

        rows.Single().GetValue<byte[]>(0).AsSpan().SequenceEqual(large).Should().BeTrue();
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Batch_PreparedAndTextWithNullAndUnset_WritesWhatWasSet(byte version)
    {
        var cluster = await host.OneNodeAsync(Ct);
        var table = $"{await cluster.NewKeyspaceAsync(Ct)}.t";
        await using var connection = await NodeConnections.OpenAsync(cluster, version, Ct);
        await connection.AskAsync<SchemaChangeResponse>(Query($"CREATE TABLE {table} (k int, c int, v text, PRIMARY KEY (k, c))"));
        var insert = await connection.AskAsync<PreparedResponse>(new PrepareRequest($"INSERT INTO {table} (k, c, v) VALUES (?, ?, ?)"));
        BatchItem[] first = [new(null, insert.Id, [1, 1, "a"], insert.Variables), new($"INSERT INTO {table} (k, c, v) VALUES (1, 2, ?)", null, ["b"])];
        BatchItem[] second = [new(null, insert.Id, [1, 1, Unset.Value], insert.Variables), new(null, insert.Id, [1, 2, null], insert.Variables)];

        await connection.AskAsync<VoidResponse>(new BatchRequest(BatchType.Unlogged, first, new QueryParameters(ConsistencyLevel.One) { TimestampMicros = 1000 }));
        await connection.AskAsync<VoidResponse>(new BatchRequest(BatchType.Logged, second, new QueryParameters(ConsistencyLevel.One) { TimestampMicros = 2000 }));

        var rows = await connection.RowsAsync(Query($"SELECT c, v FROM {table} WHERE k = 1"));
        rows.Select(row => (row.GetValue<int>("c"), row.GetValue<string?>("v"))).Should().Equal((1, "a"), (2, null));
    }

    [Fact]
    public async Task Query_ServersRefusals_AreTheirExceptions()
    {
        var cluster = await host.OneNodeAsync(Ct);
        var keyspace = await cluster.NewKeyspaceAsync(Ct);
        await using var connection = await NodeConnections.OpenAsync(cluster, 4, Ct);
        await connection.QueryAsync($"CREATE TABLE {keyspace}.t (k int PRIMARY KEY)");

        (await RefusalAsync("SELEC")).Should().BeOfType<SyntaxError>();
        (await RefusalAsync($"SELECT x FROM {keyspace}.t")).Should().BeOfType<InvalidQueryException>();
        (await RefusalAsync($"CREATE TABLE {keyspace}.t (k int PRIMARY KEY)")).Should().BeOfType<AlreadyExistsException>().Which.Table.Should().Be("t");
        (await RefusalAsync("CREATE KEYSPACE system WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}")).Should().BeAssignableTo<QueryValidationException>();
        var unavailable = await connection.SendAsync(new QueryRequest($"SELECT * FROM {keyspace}.t", new QueryParameters(ConsistencyLevel.Three)), NodeConnections.TimeoutMillis);
        ((ErrorResponse)unavailable).Exception.Should().BeOfType<UnavailableException>().Which.RequiredReplicas.Should().Be(3);

        async Task<Exception> RefusalAsync(string cql) => ((ErrorResponse)await connection.QueryAsync(cql)).Exception;
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Register_SchemaChange_RaisesAnEvent(byte version)
    {
        var cluster = await host.OneNodeAsync(Ct);
        var keyspace = await cluster.NewKeyspaceAsync(Ct);
        var seen = new TaskCompletionSource<ServerEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var connection = await NodeConnections.OpenAsync(cluster, version, Ct, s => s with
        {
            OnEvent = change =>
            {
                if (change is SchemaChangeEvent { Name: "event_table" }) seen.TrySetResult(change);
            },
        });

        await connection.AskAsync<VoidResponse>(new RegisterRequest("SCHEMA_CHANGE", "STATUS_CHANGE", "TOPOLOGY_CHANGE"));
        await connection.QueryAsync($"CREATE TABLE {keyspace}.event_table (k int PRIMARY KEY)");

        (await seen.Task.WaitAsync(TimeSpan.FromSeconds(20), Ct)).Should().Be(new SchemaChangeEvent("CREATED", "TABLE", keyspace, "event_table"));
    }

    [Fact]
    public async Task Open_VersionThatNoNodeSpeaks_SaysSo()
    {
        var cluster = await host.OneNodeAsync(Ct);

        var open = () => NodeConnections.OpenAsync(cluster, 66, Ct);

        (await open.Should().ThrowAsync<UnsupportedProtocolVersionException>()).Which.ProtocolVersion.Should().Be(66);
    }

    [Fact]
    public async Task Open_PortWithoutANode_IsASocketError()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));

        var open = () => Connection.OpenAsync((System.Net.IPEndPoint)probe.LocalEndPoint!, new ConnectionSettings(), Ct);

        await open.Should().ThrowAsync<SocketException>();
    }

    private static QueryRequest Query(string cql) => new(cql, new QueryParameters(ConsistencyLevel.One));

    private static ExecuteRequest Execute(PreparedResponse statement, object?[] values, bool skip = false) => new(
        statement.Id, statement.Result, new QueryParameters(ConsistencyLevel.LocalOne) { Values = values, Markers = statement.Variables, SkipMetadata = skip });

    private static byte[] Blob(int seed)
    {
        var blob = new byte[seed * 7];
        new Random(seed).NextBytes(blob);
        return blob;
    }
}
