using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Internal.Operations;
using Lakehouse.Delta.Operations;

namespace Lakehouse.Delta.Tests.Operations;

/// <summary>An empty source which lets another writer commit once, after the operation chose its snapshot.</summary>
/// <param name="commit">The other writer.</param>
internal sealed class RacingSource(Func<Task> commit) : RowSource
{
    private bool raced;

    internal override SourceRelation Open(DuckDbSession session, CancellationToken ct)
    {
        if (!raced) commit().GetAwaiter().GetResult();
        raced = true;
        return Query("SELECT 0::BIGINT AS id WHERE false").Open(session, ct);
    }
}
