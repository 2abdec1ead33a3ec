using System.Security.Cryptography;
using System.Text.Json;
using Lakehouse.Catalog;
using Lakehouse.Client;
using Lakehouse.Online.Sqlite;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Lakehouse.Benchmarks;

/// <summary>What a signed token of 1 KB, rules, a quota and the audit trail cost a call, each and together: servers in processes of their own over the near cache, in turns.</summary>
/// <remarks>The server's CPU time counts, the writer of the trail included. Over the cache a call is cheapest, so that the difference stands out.</remarks>
internal sealed class SecurityBenchmark(string directory, int callsEach, int rounds = 9)
{
    private const int Keys = 2_000;
    private const int Connections = 4;
    private const int InFlight = 16;
    private const string Issuer = "https://issuer.example";

    /// <summary>What is measured, each on top of the one before: a name, the settings, and whether calls carry the token.</summary>
    private static readonly (string Name, string? Settings, bool HasToken)[] Parts =
    [
        ("nothing", null, false),
        ("the token's bytes, unread", null, true),
        ("token and rules", "audit: {enabled: false}", true),
        ("quota", "audit: {enabled: false}\n    quotas: [{caller: \"jwt:*\", calls_per_second: 1000000, keys_per_second: 10000000}]", true),
        ("audit trail", "quotas: [{caller: \"jwt:*\", calls_per_second: 1000000, keys_per_second: 10000000}]", true),
    ];

    /// <summary>Measures and prints.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var file = Path.Combine(directory, "online.db");
        (string, int)[] views = [.. CustomerLookups.Views.Select(v => (v, CustomerLookups.Features))];
        using var rsa = RSA.Create(2048);
        var token = Token(rsa);
        var lookups = new CustomerLookups(Keys);
        var servers = new List<ServingProcess>();
        var clients = new List<BareGrpc[]>();
        try
        {
            foreach (var (_, settings, _) in Parts)
            {
                var root = Path.Combine(directory, $"lake-{servers.Count}");
                var lake = await CustomerLake.CreateAsync(root, Keys, views, ct);
                if (settings is not null) await SecureAsync(root, rsa, settings, ct);
                if (servers.Count == 0)
                {
                    await using var store = new SqliteOnlineStore(file);
                    foreach (var view in CustomerLookups.Views) await lake.SyncAsync(store, view, ct);
                }

                servers.Add(await ServingProcess.StartAsync(root, [file, ServingProcess.Cached], ct));
            }

            using (var client = new FeatureClient(servers[^1].Address, new() { Deadline = TimeSpan.FromMinutes(1), Credentials = FeatureCredentials.Bearer(_ => new(token)) }))
                await lookups.CheckAsync(client, ct);
            // Not before all servers are there: a connection that rests for long, and does not answer pings meanwhile, is closed.
            for (var part = 0; part < Parts.Length; part++) clients.Add(await lookups.ConnectAsync(servers[part].Address, Connections, Parts[part].HasToken ? $"Bearer {token}" : null, ct));
            Console.WriteLine($"1 x {CustomerLookups.Views.Length * CustomerLookups.Features} from the near cache, {Connections} connections x {InFlight} in flight, token of {token.Length} characters (RS256)");
            await CompareAsync(servers, clients, ct);
        }
        finally
        {
            foreach (var client in clients.SelectMany(c => c)) client.Dispose();
            foreach (var server in servers) server.Dispose();
        }

        var audited = 0L;
        var audit = (await Lake.OpenAsync(Path.Combine(directory, $"lake-{Parts.Length - 1}"), create: false, TimeProvider.System, ct)).ServingTable("audit");
        var snapshot = await audit.GetSnapshotAsync(ct: ct);
        await foreach (var row in snapshot.Scan().Select("keys").ReadRowsAsync(ct)) audited += (long)row[0]!;
        Console.WriteLine($"  rows of the audit trail: {audited:N0} in {snapshot.Version:N0} commits");
    }

    /// <summary>All servers in turns: neighbours disturb all of them alike.</summary>
    private async Task CompareAsync(List<ServingProcess> servers, List<BareGrpc[]> clients, CancellationToken ct)
    {
        var costs = Parts.Select(_ => new List<ServerCost>()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var part = 0; part < Parts.Length; part++)
            {
                var cost = await RunAsync(servers[part], clients[part], ct);
                if (round > 0) costs[part].Add(cost);
            }
        }

        Console.WriteLine($"  medians of {rounds - 1} rounds: server CPU and bytes allocated a call, and what each part adds to the one before");
        for (var part = 0; part < Parts.Length; part++)
        {
            var (cpu, allocated, calls) = (Median(costs[part].Select(c => c.CpuMicros)), Median(costs[part].Select(c => c.Allocated)), Median(costs[part].Select(c => c.PerSecond)));
            Console.WriteLine($"  {Parts[part].Name,-26} {cpu,6:F1} us {allocated,7:N0} bytes {calls,8:N0} calls/s; adds {Added(part, c => c.CpuMicros),5:F1} us {Added(part, c => c.Allocated),6:N0} bytes");
        }

        double OnTop(Func<ServerCost, double> of) => Median(costs[^1].Zip(costs[0], (on, off) => of(on) - of(off)));
        Console.WriteLine($"  all on top of nothing: {OnTop(c => c.CpuMicros):F1} us CPU and {OnTop(c => c.Allocated):N0} bytes a call (target: 6.0 us)");

        double Added(int part, Func<ServerCost, double> of) => part == 0 ? 0 : Median(costs[part].Zip(costs[part - 1], (on, off) => of(on) - of(off)));
    }

    private async Task<ServerCost> RunAsync(ServingProcess server, BareGrpc[] clients, CancellationToken ct)
    {
        var each = callsEach / clients.Length;
        return await server.OfAsync(each * clients.Length, () => Task.WhenAll(clients.Select(c => Task.Run(() => c.RunAsync(each, InFlight, ct), ct))), ct);
    }

    /// <summary>Settings with rules, of which the second lets the token in, and the issuer's keys.</summary>
    private static async Task SecureAsync(string lake, RSA rsa, string settings, CancellationToken ct)
    {
        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: false)) { KeyId = "1" });
        var keys = Path.Combine(lake, "keys.json");
        await File.WriteAllTextAsync(keys, JsonSerializer.Serialize(new { keys = new[] { new { kty = key.Kty, kid = key.Kid, n = key.N, e = key.E } } }), ct);
        await File.WriteAllTextAsync(
            Path.Combine(lake, "lakehouse.yaml"),
            $$"""
            serving:
              security:
                enabled: true
                jwt: {issuer: "{{Issuer}}", audience: lakehouse, keys_file: "{{keys}}"}
                rules:
                  - {callers: ["key:somebody"], sets: ["*"]}
                  - {roles: [reader], claims: {team: benchmark}, sets: ["{{CustomerViews.Set}}@*"]}
                {{settings}}
            """,
            ct);
    }

    private static string Token(RSA rsa) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer, Audience = "lakehouse", Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1),
        Claims = new Dictionary<string, object> { ["sub"] = "benchmark", ["roles"] = new[] { "reader" }, ["team"] = "benchmark", ["filler"] = new string('x', 320) },
        SigningCredentials = new(new RsaSecurityKey(rsa) { KeyId = "1" }, SecurityAlgorithms.RsaSha256),
    });

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
