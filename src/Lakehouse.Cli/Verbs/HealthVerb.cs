using System.CommandLine;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Lakehouse.Cli.Output;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>health</c>: whether a feature service serves; its exit code is for probes.</summary>
internal static class HealthVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly Option<string> Server = new("--server")
    {
        Description = "Address of the service, or of its --health-port (default: http://127.0.0.1:5005)", HelpName = "url", DefaultValueFactory = _ => "http://127.0.0.1:5005",
    };
    private static readonly Option<string> Service = new("--service")
    {
        Description = "What to ask for: live, store.NAME, or nothing for readiness", HelpName = "name", DefaultValueFactory = _ => "",
    };

    public static Command Create(CommandHost host) =>
        new VerbCommand("health", "Ask a feature service whether it serves.", "lakehouse health --server http://127.0.0.1:5005 --service live") 
        {
            Server, Service,
        }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        if (!Uri.TryCreate(call.Get(Server), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new UsageException($"{Server.Name}: '{call.Get(Server)}' is not an http or https address.");
        using var channel = GrpcChannel.ForAddress(address);
        var status = await AskAsync(new(channel), call.Get(Service)!, (call.Clock.GetUtcNow() + Patience).UtcDateTime, ct);
        await call.PrintAsync([OutputColumn.Text("server"), OutputColumn.Text("service"), OutputColumn.Text("status")], [[address.ToString(), call.Get(Service), status]]);
        return status == nameof(HealthCheckResponse.Types.ServingStatus.Serving) ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<string> AskAsync(Health.HealthClient health, string service, DateTime deadline, CancellationToken ct)
    {
        try
        {
            return (await health.CheckAsync(new() { Service = service }, deadline: deadline, cancellationToken: ct)).Status.ToString();
        }
        catch (RpcException e)
        {
            return e.StatusCode.ToString();
        }
    }
}
