using Lakehouse.Cassandra.TestHost;

namespace Cassandra.Tests.Sessions;

/// <summary>All that holds for prepared statements, in version 5 of the protocol.</summary>
public sealed class PreparedV5Tests(CassandraHost host) : PreparedTests(host)
{
    protected override Builder Configure(Builder builder) => builder.WithBetaProtocolVersions();

    [Fact]
    public void Connect_Version5_IsSpoken() => Session.BinaryProtocolVersion.Should().Be(5);

    [Fact]
    public async Task Prepare_OnAnotherKeyspace_UnqualifiedNameIsFound()
    {
        var name = (await TableAsync()).Split('.')[1];

        var select = await Session.PrepareAsync($"SELECT * FROM {name}", Keyspace);

        Session.Keyspace.Should().BeNull();
        (await Session.ExecuteAsync(select.Bind())).Should().BeEmpty();
    }
}
