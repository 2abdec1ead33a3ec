using System.Collections.Immutable;

namespace Lakehouse.Catalog.Security;

/// <summary>Who may read features and how much (<c>serving.security</c>). It says where keys of issuers are, never what they are.</summary>
public sealed record SecuritySettings
{
    /// <summary>Settings of a lake that says nothing: every call is let in.</summary>
    public static SecuritySettings Off { get; } = new();

    /// <summary>Whether calls need credentials (<c>enabled</c>); then what no rule allows is refused.</summary>
    /// <value>The default is false.</value>
    public bool Enabled { get; init; }

    /// <summary>Whether reflection, which shows the protocol and no set, is open to callers without credentials (<c>open_reflection</c>).</summary>
    /// <value>The default is false.</value>
    public bool OpenReflection { get; init; }

    /// <summary>Bearer tokens of an issuer (<c>jwt</c>).</summary>
    /// <value>The default is null: none are taken.</value>
    public JwtSettings? Jwt { get; init; }

    /// <summary>What is allowed to whom (<c>rules</c>); a call is let in when one rule allows it.</summary>
    /// <value>The default is none.</value>
    public ImmutableArray<AccessRule> Rules { get; init; } = [];

    /// <summary>How much callers may read (<c>quotas</c>); the first entry that fits a caller counts.</summary>
    /// <value>The default is none: as much as they like.</value>
    public ImmutableArray<CallerQuota> Quotas { get; init; } = [];

    /// <summary>The record of who read what (<c>audit</c>).</summary>
    public AuditSettings Audit { get; init; } = new();
}
