namespace Lakehouse.Pipelines.Push;

/// <summary>How a <see cref="PushSink"/> commits.</summary>
public sealed record PushOptions
{
    /// <summary>How long a lone request waits for others to share its commit.</summary>
    /// <value>The default is 3 ms.</value>
    public TimeSpan Window { get; init; } = TimeSpan.FromMilliseconds(3);

    /// <summary>Events after which a commit takes no further request; one request is never cut.</summary>
    /// <value>The default is 5,000.</value>
    public int MaxCommitEvents { get; init; } = 5_000;

    /// <summary>Events of a source that may wait; a request that would exceed it is refused, unless nothing waits.</summary>
    /// <value>The default is 20,000.</value>
    public int MaxWaitingEvents { get; init; } = 20_000;

    /// <summary>The newest pushed events of a source whose ids are remembered, in this process and by whoever reads them back.</summary>
    /// <value>The default is 1,000,000, which take less than 100 MB.</value>
    public int RememberedEvents { get; init; } = 1_000_000;

    /// <summary>The newest commits of pushed events that are read back for their ids.</summary>
    /// <value>The default is 10,000.</value>
    public int RememberedCommits { get; init; } = 10_000;

    /// <summary>Is told after each commit, for example to wake a watch in the same process; must not take long.</summary>
    /// <value>The default is null.</value>
    public Action? Committed { get; init; }
}
