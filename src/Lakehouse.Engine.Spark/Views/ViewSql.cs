using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.Spark.Views;

/// <summary>The Spark SQL that gives a view's gold rows.</summary>
/// <remarks>
/// A row has the entity's keys, <c>valid_from</c> and <c>event_time</c> (BIGINT microseconds), the view's columns (NULL where they overflow), <c>retracted</c>,
/// <see cref="VanishedColumn"/> and <see cref="OverflowColumn"/>. Relations are texts that may stand after FROM; texts have no parentheses around them.
/// </remarks>
internal sealed class ViewSql
{
    /// <summary>BOOLEAN: silver does not give this instant (any more), but gold has it.</summary>
    public const string VanishedColumn = "__vanished";

    /// <summary>ARRAY of INT: positions of the view's columns that overflow in this row; NULL where none does.</summary>
    public const string OverflowColumn = "__overflow";

    /// <summary>BIGINT: the event time of a changed image, in microseconds.</summary>
    public const string ImageTimeColumn = "__te";

    /// <summary>BOOLEAN: whether a changed image is one that silver had and has no more.</summary>
    public const string RemovedColumn = "__removed";

    private readonly IViewText text;

    /// <param name="view">A window or state view.</param>
    /// <param name="options">What is known of its input; null for nothing.</param>
    /// <exception cref="EngineException">The view is of another kind.</exception>
    public ViewSql(EntityViewDefinition view, ViewSqlOptions? options = null)
    {
        text = view switch
        {
            WindowViewDefinition window => new WindowSql(window, options ?? new()),
            StateViewDefinition state => new StateSql(state),
            _ => throw new EngineException($"Feature view {view.Id} is neither a window nor a state view; this engine does not know how to materialize it."),
        };
    }

    /// <summary>Silver's columns that the relations of events must have.</summary>
    public IReadOnlyList<string> SilverColumns => text.Events.SilverColumns;

    /// <summary>The rows of a first run: all instants up to a frontier.</summary>
    /// <param name="events">Silver; events after the frontier are left out here.</param>
    /// <param name="frontier">F in microseconds.</param>
    public string Full(string events, long frontier) => text.Full(events, Calendar(frontier));

    /// <summary>The rows of a later run.</summary>
    public string Incremental(ViewIncrement run) => text.Incremental(run with { PreviousFrontier = Calendar(run.PreviousFrontier), Frontier = Calendar(run.Frontier) });

    /// <summary>Event times before this one cannot matter to a run, in microseconds; null where any may.</summary>
    public long? NeededFrom(ViewIncrement run) =>
        text.Time.HasLifetime || run.MayHoldVanished || run.LeastChanged is not { } changed ? null : Math.Min(changed, Calendar(run.PreviousFrontier)) - text.Time.Reach - 1;

    /// <summary>What changed between two versions of silver, a row per image: entity's keys, NULL or not, <see cref="ImageTimeColumn"/> and <see cref="RemovedColumn"/>.</summary>
    /// <param name="added">Rows that only the newer version may have; null for none.</param>
    /// <param name="removed">Rows that only the older version may have; null for none. Rows that both have cancel out.</param>
    public string ChangedImages(string? added, string? removed) => text.Events.Images(added, removed);

    /// <summary>The number (<c>events</c>) of events that have no key, later than one instant and not later than another.</summary>
    public string CountWithoutKey(string events, long? after, long upTo) =>
        text.Events.CountWithoutKey(events, after is { } from ? text.Events.NotBefore(from + 1) : null, text.Events.NotAfter(upTo));

    /// <summary>Of the events between two instants that have a key: how many, and of the key with the most of them how many, its first and its last time.</summary>
    public string LargestKey(string events, long? from, long upTo)
    {
        var keyed = text.Events.SelectKeys(events, from is { } least ? text.Events.NotBefore(least) : null, text.Events.NotAfter(upTo));
        var byKey = $"SELECT named_struct('events', count(*), 'first', min(t), 'last', max(t)) AS key FROM ({keyed}) events GROUP BY {text.Events.Names.Keys}";
        return $"SELECT events, largest.events, largest.first, largest.last FROM (SELECT sum(key.events) AS events, max(key) AS largest FROM ({byKey}) by_key) all_keys";
    }

    private static long Calendar(long micros) => Math.Clamp(micros, long.MinValue / 4, long.MaxValue / 4);
}
