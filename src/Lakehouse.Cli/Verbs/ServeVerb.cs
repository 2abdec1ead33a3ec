using System.CommandLine;
using Lakehouse.Cli.Output;
using Lakehouse.Cli.Push;
using Lakehouse.Online.Targets;
using Lakehouse.Serving;
using Lakehouse.Serving.Security;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>serve</c>: lookups over gRPC.</summary>
internal static class ServeVerb
{
    private static readonly Option<string> Address = new("--address")
    {
        Description = "IP address to listen on; HTTP/2, with TLS where --tls-cert is given (default: this machine only)",
        HelpName = "ip",
        DefaultValueFactory = _ => "127.0.0.1",
    };
    private static readonly Option<int> Port = new("--port") { Description = "Port; 0 takes a free one (default: 5005)", HelpName = "n", DefaultValueFactory = _ => 5005 };

    public static Command Create(CommandHost host)
    {
        var verb = new VerbCommand(
            "serve", "Serve lookups from the online store over gRPC, until interrupted.",
            "lakehouse serve --port 5005\n  lakehouse serve --online eu --online us\n  lakehouse serve --push --watch")
        {
            Address, Port, OnlineChoice.InOrder, WarmChoice.Sets,
        }.Runs(host, RunAsync);
        IEnumerable<Option> options =
        [
            .. TelemetryChoice.Options, .. SecurityChoice.Options, .. CacheChoice.Options, .. ServedEvents.Options, .. ProbeChoice.Options, .. RestChoice.Options, .. LimitChoice.Options,
        ];
        foreach (var option in options) verb.Add(option);
        return verb;
    }

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        if (call.Get(Port) is < 0 or > ushort.MaxValue) throw new UsageException($"--port: {call.Get(Port)} is not in 0 to {ushort.MaxValue}.");
        var session = await call.OpenLakeAsync(create: false, ct);
        await using var targets = session.OpenForLookups(call.Get(OnlineChoice.InOrder));
        var reader = targets.AsReader(OnlineTargets.Failover(session.Lake.Settings), call.Clock);
        await using var events = ServedEvents.Start(call, session, ct);
        var options = new ServingOptions
        {
            Address = call.Get(Address)!, Port = call.Get(Port), Telemetry = TelemetryChoice.Read(call, targets.All[0].Name), Cache = CacheChoice.Read(call), Warm = WarmChoice.Read(call),
            Security = SecurityChoice.Read(call, new LakeSecuritySource(session.Catalog)),
            Push = events.Sink,
        };
        options = LimitChoice.Apply(call, session.Lake.Settings.Limits, RestChoice.Apply(call, ProbeChoice.Apply(call, options)));
        await using var server = await FeatureServer.StartAsync(new CatalogSetSource(session.Catalog), reader, options, call.Clock, ct);
        List<object?[]> services = [["lakehouse.serving.v1.FeatureService", server.Address.ToString()]];
        if (server.HealthAddress is { } health) services.Add(["grpc.health.v1.Health", health.ToString()]);
        if (server.RestAddress is { } rest) services.Add(["rest", rest.ToString()]);
        if (server.MetricsAddress is { } metrics) services.Add(["metrics", metrics.ToString()]);
        await call.PrintAsync([OutputColumn.Text("service"), OutputColumn.Text("address")], services);
        await call.SayAsync("Serving; Ctrl+C stops.");
        await server.WaitForShutdownAsync(ct);
        return ExitCode.Done;
    }
}
