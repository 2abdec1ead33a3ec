namespace Lakehouse.Catalog.Security;

/// <summary>Which bearer tokens are taken (<c>serving.security.jwt</c>).</summary>
public sealed record JwtSettings
{
    /// <summary>The issuer, exactly as tokens name it (<c>issuer</c>).</summary>
    public required string Issuer { get; init; }

    /// <summary>The audience that tokens must be meant for (<c>audience</c>).</summary>
    public required string Audience { get; init; }

    /// <summary>File with the issuer's keys, a JSON Web Key Set (<c>keys_file</c>); either this or <see cref="KeysUrl"/>.</summary>
    public string? KeysFile { get; init; }

    /// <summary>Where the issuer publishes its keys (<c>keys_url</c>): https, or http on this machine.</summary>
    public string? KeysUrl { get; init; }

    /// <summary>The claim that names the caller (<c>name_claim</c>).</summary>
    /// <value>The default is <c>sub</c>.</value>
    public string NameClaim { get; init; } = "sub";

    /// <summary>The claim that holds roles: a list, or names separated by spaces (<c>roles_claim</c>).</summary>
    /// <value>The default is <c>roles</c>.</value>
    public string RolesClaim { get; init; } = "roles";

    /// <summary>How far clocks may differ (<c>clock_skew</c>).</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(30);
}
