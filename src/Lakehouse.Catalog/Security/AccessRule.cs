using System.Collections.Immutable;

namespace Lakehouse.Catalog.Security;

/// <summary>One entry of <c>serving.security.rules</c>: for callers that all its conditions fit, what they may read and push. <c>*</c> stands for any text in patterns.</summary>
public sealed record AccessRule
{
    /// <summary>Patterns of callers' names: <c>key:NAME</c>, <c>jwt:SUBJECT</c>, <c>cert:NAME</c> (<c>callers</c>).</summary>
    /// <value>The default is none: any caller.</value>
    public ImmutableArray<string> Callers { get; init; } = [];

    /// <summary>Roles, one of which a token must hold (<c>roles</c>).</summary>
    /// <value>The default is none: any.</value>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>Claims that a token must hold, with their values (<c>claims</c>).</summary>
    /// <value>The default is none: any.</value>
    public ImmutableSortedDictionary<string, string> Claims { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Patterns of sets that may be read; without <c>@</c> of all their versions (<c>sets</c>).</summary>
    public ImmutableArray<string> Sets { get; init; } = [];

    /// <summary>Patterns of projects whose sets may be read (<c>projects</c>).</summary>
    public ImmutableArray<string> Projects { get; init; } = [];

    /// <summary>Patterns of sources that events may be pushed to (<c>push</c>).</summary>
    public ImmutableArray<string> Push { get; init; } = [];
}
