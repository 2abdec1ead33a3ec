using System.Net;

namespace Azure.Storage.Files.DataLake.Internal;

/// <summary>The base address of an account: <c>https://account.dfs.…</c>, or <c>http://address:port/account</c> on emulators.</summary>
internal sealed class AccountUri
{
    public AccountUri(Uri any)
    {
        var isAddress = IPAddress.TryParse(any.Host.Trim('[', ']'), out _);
        var firstSegment = any.AbsolutePath.TrimStart('/').Split('/')[0];
        AccountName = isAddress ? firstSegment : any.Host.Split('.')[0];
        Value = new UriBuilder(any.Scheme, any.Host, any.Port, isAddress ? firstSegment : "").Uri;
    }

    private AccountUri(string accountName, Uri value)
    {
        AccountName = accountName;
        Value = value;
    }

    public string AccountName { get; }

    public Uri Value { get; }

    /// <summary>The address of the account's Blob or DFS service; an emulator has one for both.</summary>
    public AccountUri WithService(string service)
    {
        var other = service == "dfs" ? ".blob." : ".dfs.";
        return new(AccountName, new UriBuilder(Value) { Host = Value.Host.Replace(other, $".{service}.", StringComparison.OrdinalIgnoreCase) }.Uri);
    }

    /// <summary>The address of a path, each of its names escaped.</summary>
    public Uri Append(string fileSystem, string path)
    {
        var names = path.Split('/').Prepend(fileSystem).Where(n => n.Length > 0).Select(Uri.EscapeDataString);
        return new UriBuilder(Value) { Path = string.Join('/', names.Prepend(Value.AbsolutePath.TrimEnd('/'))) }.Uri;
    }
}
