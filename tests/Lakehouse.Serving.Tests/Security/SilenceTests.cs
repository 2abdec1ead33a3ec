using System.Collections.Concurrent;
using Grpc.Core;
using Lakehouse.Catalog.Security;
using Lakehouse.Features;
using Lakehouse.Serving.V1;
using Microsoft.Extensions.Logging;
using static Lakehouse.Serving.Tests.Security.SecureHost;

namespace Lakehouse.Serving.Tests.Security;

/// <summary>With every log there is turned on, no credential, key or value is in any of them, nor in the audit trail.</summary>
public sealed class SilenceTests
{
    private const string Key = "KEY-NOT-TO-BE-SEEN";
    private const string Value = "VALUE-NOT-TO-BE-SEEN";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Logs_AtTraceOverGoodAndBadCalls_HoldNoSecretKeyOrValue()
    {
        using var log = new EverythingLogged();
        var host = await StartAsync(s => s with { Rules = [new AccessRule { Callers = ["key:*", "jwt:alice"], Sets = ["delays", "later"] }], Audit = new() }, log: log);
        host.Security.Settings = host.Security.Settings with { Jwt = Jwt(host), Quotas = [new("key:slow", 1, 1)] };
        var keys = new[] { host.Security.AddKey("good"), host.Security.AddKey("revoked"), host.Security.AddKey("slow") };
        host.Security.Revoke("revoked");
        await host.RefreshAsync();
        await host.Host.SyncAsync(ServingHost.Carriers, ServingHost.Row([Key], 9 * ServingHost.Hour, Lakehouse.Features.Value.String(Value)));
        var tokens = new[] { host.Issuer.Token(), host.Issuer.Token("eve"), host.Issuer.Token(validFor: TimeSpan.FromHours(-1)), host.Issuer.Confused(), host.Issuer.Unsigned(), $"{host.Issuer.Token()}x" };

        var statuses = new HashSet<StatusCode>();
        foreach (var secret in keys.Concat(tokens))
        {
            foreach (var headers in new[] { Bearer(secret), new Metadata { { "x-api-key", secret } }, new Metadata { { "authorization", $"Basic {secret}" } } })
            {
                foreach (var request in new[] { Request("delays@1", Key), Request("pairs@1", Key), Request("later@1", Key), Wrong() })
                    statuses.Add((await Outcome(async () => (await host.Raw.GetFeaturesAsync(request, headers, cancellationToken: Ct)).ToString().Should().Contain(Value))).Status);
            }
        }

        var trail = host.Security.Trail;
        await host.DisposeAsync();

        statuses.Should().Contain([StatusCode.OK, StatusCode.PermissionDenied, StatusCode.Unauthenticated, StatusCode.ResourceExhausted, StatusCode.NotFound, StatusCode.InvalidArgument]);
        log.Lines.Should().NotBeEmpty();
        trail.Should().NotBeEmpty();
        var said = string.Join('\n', log.Lines.Concat(trail.Select(r => r.ToString())));
        foreach (var hidden in keys.Select(k => k[21..]).Concat(tokens.SelectMany(t => t.Split('.').Where(part => part.Length > 20))).Concat([Key, Value])) said.Should().NotContain(hidden);
    }

    private static GetFeaturesRequest Wrong()
    {
        var request = Request("delays@1", Key);
        request.Keys.Add(new InputColumn { Name = Key, Strings = { Value } });
        request.Keys[0].Name = "airport";
        request.Keys.RemoveAt(1);
        request.Inputs.Add(new InputColumn { Name = "minutes", Strings = { Value } });
        return request;
    }

    /// <summary>Takes every category at every level, those included that the server turns off.</summary>
    private sealed class EverythingLogged : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Lines.Enqueue($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose() { }
    }
}
