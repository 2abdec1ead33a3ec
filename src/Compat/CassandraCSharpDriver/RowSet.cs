using System.Collections;
using Cassandra.Internal.Wire;

namespace Cassandra;

/// <summary>The result of a request: rows that are handed out once, further pages fetched on the way.</summary>
public class RowSet : IEnumerable<Row>, IDisposable
{
    private static readonly Lock NoPaging = new();

    private readonly Lock gate = NoPaging;
    private readonly CqlColumn[] columns = [];
    private readonly Func<byte[], Task<RowSet>>? fetchNext;
    private readonly bool autoPage;
    private volatile RowPage? page;
    private byte[]? pagingState;
    private ExecutionInfo? info;
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
        if (fetchNext is not null) gate = new Lock();
    }

    /// <summary>How the request was executed.</summary>
    public virtual ExecutionInfo Info
    {
        get => info ??= new ExecutionInfo();
        internal set => info = value;
    }

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
        var available = 0;
        for (var part = page; part is not null; part = part.Following) available += part.Left;
        return available;
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

    /// <summary>Several enumerations at once share the rows: each row goes to one of them.</summary>
    private Row? TryTake()
    {
        while (page is { } current)
        {
            if (current.TryTake() is var row and >= 0) return new Row(current, row);
            if (current.Following is not { } following) return null;
            page = following;
        }

        return null;
    }

    private async Task AppendAsync(Task<RowSet> fetch)
    {
        var set = await fetch;
        lock (gate)
        {
            pagingState = set.pagingState;
            info = set.info;
            if (set.page is not { } next) return;
            if (page is not { } last)
            {
                page = next;
                return;
            }

            while (last.Following is { } following) last = following;
            last.Following = next;
        }
    }
}
