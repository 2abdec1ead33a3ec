using System.Net;

namespace Cassandra.Internal.Execution;

/// <summary>The hosts of one statement's plan, and what became of those that were tried; runs of the statement share it.</summary>
internal struct HostPlan(IEnumerator<Host> plan, Lock gate)
{
    private List<IPEndPoint>? several;
    private Dictionary<IPEndPoint, Exception>? errors;

    /// <summary>The host that was last taken.</summary>
    public Host? Last { get; private set; }

    /// <summary>The next host that is up; null when there is none left.</summary>
    public Host? Next(Session session)
    {
        lock (gate)
        {
            while (plan.MoveNext())
            {
                var host = plan.Current;
                if (!host.IsUp)
                {
                    Record(host, session.WhyDown(host));
                    continue;
                }

                if (Last is not null) (several ??= [Last.Address]).Add(host.Address);
                return Last = host;
            }

            return null;
        }
    }

    /// <summary>Notes why a host did not answer.</summary>
    public void Record(Host host, Exception failure)
    {
        lock (gate) (errors ??= [])[host.Address] = failure;
    }

    /// <summary>The hosts that were tried, the one that answered last.</summary>
    public readonly IList<IPEndPoint> Until(Host answered)
    {
        lock (gate) return several is null ? answered.Alone : EndingWith(several, answered.Address);
    }

    private static List<IPEndPoint> EndingWith(List<IPEndPoint> tried, IPEndPoint answered) => [.. tried.Where(address => !ReferenceEquals(address, answered)), answered];

    public readonly NoHostAvailableException NoHost()
    {
        lock (gate) return new NoHostAvailableException(errors is null ? [] : new Dictionary<IPEndPoint, Exception>(errors));
    }

    public readonly void End() => plan.Dispose();
}
