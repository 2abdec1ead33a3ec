using System.Collections;
using Cassandra.Internal.Wire;

namespace Cassandra;

/// <summary>The result of a request: rows that are handed out once, further pages fetched on the way.</summary>
public class RowSet : IEnumerable<Row>, IDisposable
{
    private readonly Lock gate = new();
    private readonly CqlColumn[] columns = [];
    private readonly Func<byte[], Task<RowSet>>? fetchNext;
    private readonly bool autoPage;
    private readonly Queue<RowPage> later = new();
    private byte[]? pagingState;
    private RowPage? page;
    private int next;
    private Task? fetching;

    /// <summary>A result without rows.</summary>
    public RowSet()
    {
    }

    /// <summary>A page, and how to get the one after its paging state; null when the request does not page.</summary>
    internal RowSet(RowsResponse rows, Func<byte[], Task<RowSet>>? fetchNext, bool autoPage = true)
    {
        page = rows.Page;
        columns = rows.Metadata.Columns;
        pagingState = rows.PagingState;
        this.fetchNext = fetchNext;
        this.autoPage = autoPage;
    }

    /// <summary>How the request was executed.</summary>
    public virtual ExecutionInfo Info { get; internal set; } = new();

    /// <summary>The columns of the rows; empty when the request returns none.</summary>
    public virtual CqlColumn[] Columns => columns;

    /// <summary>Where the next page starts; null after the last.</summary>
    public virtual byte[]? PagingState => pagingState;

    /// <summary>Whether nothing more is to be fetched.</summary>
    public virtual bool IsFullyFetched => PagingState is null || !autoPage || fetchNext is null;

    /// <summary>Whether there is no further row, neither here nor in a page to come.</summary>
    public virtual bool IsExhausted()
    {
        while (GetAvailableWithoutFetching() == 0)
        {
            if (IsFullyFetched) return true;
            FetchMoreResults();
        }

        return false;
    }

    /// <summary>How many rows can be taken without a request.</summary>
    public int GetAvailableWithoutFetching()
    {
        lock (gate) return (page?.Count ?? 0) - next + later.Sum(p => p.Count);
    }

    /// <summary>Fetches the next page, if there is one, and waits for it.</summary>
    public void FetchMoreResults() => FetchMoreResultsAsync().GetAwaiter().GetResult();

    /// <summary>Fetches the next page, if there is one; rows not yet taken stay before its rows.</summary>
    public Task FetchMoreResultsAsync()
    {
        lock (gate)
        {
            if (IsFullyFetched) return Task.CompletedTask;
            if (fetching is { IsCompleted: false }) return fetching;
            return fetching = AppendAsync(fetchNext!(PagingState!));
        }
    }

    /// <summary>The rows that were not taken yet; pages are fetched as they are needed.</summary>
    public IEnumerable<Row> GetRows()
    {
        while (!IsExhausted())
        {
            if (TryTake() is { } row) yield return row;
        }
    }

    /// <summary>The rows that were not taken yet; a second pass finds none.</summary>
    public virtual IEnumerator<Row> GetEnumerator() => GetRows().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Does nothing: a result holds no resource.</summary>
    public void Dispose() => GC.SuppressFinalize(this);

    private Row? TryTake()
    {
        lock (gate)
        {
            while (page is not null && next == page.Count && later.TryDequeue(out var following)) (page, next) = (following, 0);
            return page is not null && next < page.Count ? new Row(page, next++) : null;
        }
    }

    private async Task AppendAsync(Task<RowSet> fetch)
    {
        var set = await fetch;
        lock (gate)
        {
            pagingState = set.pagingState;
            Info = set.Info;
            if (set.page is not null) later.Enqueue(set.page);
        }
    }
}
