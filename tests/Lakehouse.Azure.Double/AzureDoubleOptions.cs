namespace Lakehouse.Azure.Double;

/// <summary>How the double runs.</summary>
public sealed record AzureDoubleOptions
{
    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    /// <value>0.</value>
    public int Port { get; init; }

    /// <summary>The account's name.</summary>
    /// <value>devstoreaccount1, the development account that emulators share.</value>
    public string Account { get; init; } = "devstoreaccount1";

    /// <summary>The account's key, base64; every request with a key is checked against it.</summary>
    /// <value>The published key of the development account: no secret.</value>
    public string Key { get; init; } = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>Containers that exist from the start.</summary>
    /// <value>None.</value>
    public IReadOnlyList<string> Containers { get; init; } = [];

    /// <summary>Entries of one page of a listing, at most.</summary>
    /// <value>5,000, as the service has it.</value>
    public int PageSize { get; init; } = 5000;

    /// <summary>By how much the store's clock, which <c>Last-Modified</c> shows, is ahead of this machine's.</summary>
    /// <value>Zero.</value>
    public TimeSpan ClockSkew { get; init; }
}
