using System.Collections.Immutable;

namespace Lakehouse.Catalog;

/// <summary>An online store that the lake is synced to (<c>online.targets.NAME</c>). It says where credentials are, never what they are.</summary>
/// <param name="Store">The kind: <c>sqlite</c> or <c>cassandra</c>.</param>
public sealed record OnlineTargetSettings(string Store)
{
    /// <summary>Residency: entities whose views may go there (<c>entities</c>).</summary>
    /// <value>The default is null: all.</value>
    public ImmutableArray<string>? Entities { get; init; }

    /// <summary>sqlite: the file (<c>file</c>).</summary>
    /// <value>The default is null: the lake's own, which one target may have.</value>
    public string? File { get; init; }

    /// <summary>cassandra: hosts of a few nodes (<c>contact_points</c>).</summary>
    /// <value>The default is this machine.</value>
    public ImmutableArray<string> ContactPoints { get; init; } = ["127.0.0.1"];

    /// <summary>cassandra: the nodes' port (<c>port</c>).</summary>
    /// <value>The default is 9042.</value>
    public int Port { get; init; } = 9042;

    /// <summary>cassandra: the datacenter whose nodes are asked (<c>local_datacenter</c>).</summary>
    /// <value>The default is null: that of the first node that answers.</value>
    public string? LocalDatacenter { get; init; }

    /// <summary>cassandra: the keyspace (<c>keyspace</c>); one for each lake.</summary>
    /// <value>The default is <c>lakehouse</c>.</value>
    public string Keyspace { get; init; } = "lakehouse";

    /// <summary>cassandra: replicas by datacenter (<c>replication</c>), used when the keyspace is created.</summary>
    /// <value>The default is none: the keyspace must exist.</value>
    public ImmutableSortedDictionary<string, int> Replication { get; init; } = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>cassandra: <c>local_one</c>, <c>local_quorum</c> or <c>quorum</c> (<c>read_consistency</c>).</summary>
    /// <value>The default is <c>local_quorum</c>.</value>
    public string ReadConsistency { get; init; } = "local_quorum";

    /// <summary>cassandra: <c>local_one</c>, <c>local_quorum</c>, <c>quorum</c> or <c>each_quorum</c> (<c>write_consistency</c>).</summary>
    /// <value>The default is <c>local_quorum</c>.</value>
    public string WriteConsistency { get; init; } = "local_quorum";

    /// <summary>cassandra: how long a read waits for its node before a second one is asked, too (<c>hedge_after</c>); zero: never.</summary>
    /// <value>The default is 20 milliseconds.</value>
    public TimeSpan HedgeAfter { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>cassandra: the share of reads, from 0 to 1, that may be asked of a second node (<c>hedge_budget</c>).</summary>
    /// <value>The default is 0.05.</value>
    public double HedgeBudget { get; init; } = 0.05;

    /// <summary>cassandra: how long a row of a view with a time to live is kept after that has run out (<c>retention</c>).</summary>
    /// <value>The default is null: rows are kept until they are superseded.</value>
    public TimeSpan? Retention { get; init; }

    /// <summary>cassandra: a file with user name and password in two lines (<c>credentials_file</c>).</summary>
    /// <value>The default is null.</value>
    public string? CredentialsFile { get; init; }

    /// <summary>cassandra: environment variable with the user name (<c>user_variable</c>); with <see cref="PasswordVariable"/>.</summary>
    /// <value>The default is null.</value>
    public string? UserVariable { get; init; }

    /// <summary>cassandra: environment variable with the password (<c>password_variable</c>).</summary>
    /// <value>The default is null.</value>
    public string? PasswordVariable { get; init; }

    /// <summary>cassandra: encrypted connections (<c>tls</c>).</summary>
    /// <value>The default is false.</value>
    public bool Tls { get; init; }

    /// <summary>cassandra with <c>tls</c>: PEM file of the authority (<c>authority_file</c>).</summary>
    /// <value>The default is null: the machine's own authorities.</value>
    public string? AuthorityFile { get; init; }

    /// <summary>cassandra with <c>tls</c>: PEM file of the client's certificate and key (<c>certificate_file</c>).</summary>
    /// <value>The default is null: none is shown.</value>
    public string? CertificateFile { get; init; }
}
