using System.Collections.Immutable;
using Lakehouse.Features;

namespace Lakehouse.Serving;

/// <summary>What a server does before it reports that it is ready.</summary>
public sealed record WarmOptions
{
    /// <summary>Sets that are compiled and called once.</summary>
    /// <value>The default is empty: all that are registered.</value>
    public ImmutableArray<VersionedName> Sets { get; init; } = [];

    /// <summary>After so long the server reports that it is ready all the same.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);
}
