using System.Text.Json;

namespace Lakehouse.Cli.Cluster;

/// <summary>The master's page for programs.</summary>
/// <param name="address">Its address.</param>
internal sealed class MasterPage(string address) : IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>Workers that have registered and live; 0 while nobody answers.</summary>
    public async Task<int> CountWorkersAsync(CancellationToken ct)
    {
        try
        {
            await using var stream = await client.GetStreamAsync(new Uri($"{address}/json/"), ct);
            using var document = await JsonDocument.ParseAsync(stream, cancellationToken: ct);
            return document.RootElement.GetProperty("workers").EnumerateArray().Count(w => w.GetProperty("state").GetString() == "ALIVE");
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is HttpRequestException or TaskCanceledException or JsonException or IOException)
        {
            return 0;
        }
    }

    public void Dispose() => client.Dispose();
}
