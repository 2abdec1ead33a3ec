using Grpc.Core;
using Grpc.Net.Client;
using Lakehouse.Catalog.Security;
using Lakehouse.Serving.V1;
using Microsoft.Extensions.Logging;

namespace Lakehouse.Serving.Tests.Security;

/// <summary>A real server that wants credentials, over the sets of <see cref="ServingHost"/>, and raw calls to it.</summary>
public sealed class SecureHost : IAsyncDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("secure-");
    private GrpcChannel channel = null!;

    private SecureHost() => Issuer = new(Path.Combine(directory.FullName, "keys.json"), DateTimeOffset.UnixEpoch.AddHours(10));

    public ServingHost Host { get; private set; } = null!;

    public MemorySecurity Security { get; } = new();

    public Issuer Issuer { get; }

    public string Folder => directory.FullName;

    public FeatureService.FeatureServiceClient Raw { get; private set; } = null!;

    public GrpcChannel Channel => channel;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<SecureHost> StartAsync(Func<SecuritySettings, SecuritySettings> rules, Func<ServingOptions, ServingOptions>? change = null, ILoggerProvider? log = null)
    {
        var host = new SecureHost();
        host.Issuer.Publish();
        host.Security.Settings = rules(host.Security.Settings);
        host.Host = await ServingHost.StartAsync(o =>
        {
            o = o with { Security = o.Security with { Source = host.Security } };
            if (log is not null) o = o with { Logging = logging => logging.SetMinimumLevel(LogLevel.Trace).AddFilter("Grpc", LogLevel.Trace).AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Trace).AddProvider(log) };
            return change is null ? o : change(o);
        });
        host.channel = GrpcChannel.ForAddress(host.Host.Server.Address);
        host.Raw = new(host.channel);
        return host;
    }

    /// <summary>The settings with the issuer of this host.</summary>
    public static JwtSettings Jwt(SecureHost host) => new() { Issuer = Issuer.Name, Audience = Issuer.Audience, KeysFile = host.Issuer.File };

    /// <summary>Lets the server read rules, keys and certificates again, twice: the second time begins when the first has ended.</summary>
    public async Task RefreshAsync()
    {
        for (var round = 0; round < 2; round++)
        {
            var (before, tries) = (Security.Reads, 0);
            // The server's timer may not run yet when the clock moves: then it moves again.
            await UntilAsync(() =>
            {
                if (tries++ % 50 == 0) Host.Clock.Advance(TimeSpan.FromSeconds(2));
                return Security.Reads > before;
            });
        }
    }

    /// <summary>Waits for something; the test's own time limit ends it.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            tries.Should().BeLessThan(1_000, "what is waited for comes within seconds");
            await Task.Delay(TimeSpan.FromMilliseconds(20), Ct);
        }
    }

    public static Metadata Bearer(string? token) => token is null ? [] : new() { { "authorization", $"Bearer {token}" } };

    public static GetFeaturesRequest Request(string set, params string[] keys)
    {
        var key = new InputColumn { Name = "airport" };
        key.Strings.AddRange(keys.Length == 0 ? ["ORD"] : keys);
        return new() { Set = set, Keys = { key } };
    }

    /// <summary>The status and the reason of a unary call.</summary>
    public async Task<(StatusCode Status, string Reason)> GetAsync(string set, Metadata headers, params string[] keys) =>
        await Outcome(async () => await Raw.GetFeaturesAsync(Request(set, keys), headers, cancellationToken: Ct));

    public static async Task<(StatusCode Status, string Reason)> Outcome(Func<Task> call)
    {
        try
        {
            await call();
            return (StatusCode.OK, "");
        }
        catch (RpcException e)
        {
            return (e.StatusCode, ReasonOf(e));
        }
    }

    /// <summary>Sends a stream's only message. A refused stream may end before it is written to; reading it says why.</summary>
    public static async Task WriteAsync<T>(IClientStreamWriter<T> stream, T message)
    {
        try
        {
            await stream.WriteAsync(message, Ct);
            await stream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // Reading tells.
        }
    }

    public static string ReasonOf(RpcException e) =>
        e.Trailers.GetValueBytes("grpc-status-details-bin") is { } bytes && Google.Rpc.Status.Parser.ParseFrom(bytes).Details.FirstOrDefault(d => d.Is(Google.Rpc.ErrorInfo.Descriptor)) is { } info
            ? info.Unpack<Google.Rpc.ErrorInfo>().Reason
            : "";

    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        await Host.DisposeAsync();
        Issuer.Dispose();
        directory.Delete(recursive: true);
    }
}
