using Lakehouse.Cassandra.TestHost;

namespace Cassandra.Tests.Sessions;

public sealed class PagingTests(CassandraHost host) : OneNode(host)
{
    private const int Rows = 25;

    [Fact]
    public async Task Enumerate_SmallPages_AllRowsInOrder()
    {
        var table = await FilledAsync();

        var rows = Session.Execute($"SELECT c FROM {table} WHERE k = 'a'", pageSize: 4);

        rows.GetAvailableWithoutFetching().Should().Be(4);
        rows.IsFullyFetched.Should().BeFalse();
        rows.Select(row => row.GetValue<int>(0)).Should().Equal(Enumerable.Range(0, Rows));
        rows.IsFullyFetched.Should().BeTrue();
    }

    [Fact]
    public async Task FetchMoreResultsAsync_UntilTheEnd_AllRows()
    {
        var table = await FilledAsync();
        var select = await Session.PrepareAsync($"SELECT c FROM {table} WHERE k = ?");
        var seen = new List<int>();

        var rows = await Session.ExecuteAsync(select.Bind("a").SetPageSize(10));
        while (true)
        {
            seen.AddRange(rows.Take(rows.GetAvailableWithoutFetching()).Select(row => row.GetValue<int>(0)));
            if (rows.IsFullyFetched) break;
            await rows.FetchMoreResultsAsync();
        }

        seen.Should().Equal(Enumerable.Range(0, Rows));
    }

    [Fact]
    public async Task PagingState_OfAnotherStatement_GoesOnWhereItEnded()
    {
        var table = await FilledAsync();
        var first = await Session.ExecuteAsync(new SimpleStatement($"SELECT c FROM {table} WHERE k = 'a'").SetPageSize(10).SetAutoPage(false));

        var second = await Session.ExecuteAsync(new SimpleStatement($"SELECT c FROM {table} WHERE k = 'a'").SetPageSize(10).SetPagingState(first.PagingState!));

        first.Select(row => row.GetValue<int>(0)).Should().Equal(Enumerable.Range(0, 10));
        second.Select(row => row.GetValue<int>(0)).Should().Equal(Enumerable.Range(10, 10));
        second.PagingState.Should().NotBeNull();
    }

    [Fact]
    public async Task PageSize_MaxValue_OnePage()
    {
        var table = await FilledAsync();

        var rows = Session.Execute($"SELECT c FROM {table} WHERE k = 'a'", int.MaxValue);

        rows.GetAvailableWithoutFetching().Should().Be(Rows);
        rows.PagingState.Should().BeNull();
    }

    private async Task<string> FilledAsync()
    {
        var table = await TableAsync();
        var insert = await Session.PrepareAsync($"INSERT INTO {table} (k, c, v) VALUES ('a', ?, 0)");
        await Task.WhenAll(Enumerable.Range(0, Rows).Select(i => Session.ExecuteAsync(insert.Bind(i))));
        return table;
    }
}
