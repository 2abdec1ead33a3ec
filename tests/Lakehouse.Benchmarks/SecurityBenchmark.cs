using System.Security.Cryptography;
using System.Text.Json;
using Lakehouse.Catalog;
using Lakehouse.Client;
using Lakehouse.Online.Sqlite;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Lakehouse.Benchmarks;

/// <summary>What a signed token of 1 KB, rules, a quota and the audit trail cost a call together: two servers in processes of their own, with and without, over the near cache, in turns.</summary>
/// <remarks>The server's CPU time counts, the writer of the trail included. Over the cache a call is cheapest, so that the difference stands out.</remarks>
internal sealed class SecurityBenchmark(string directory, int callsEach, int rounds = 9)
{
    private const int Keys = 2_000;
    private const int Connections = 4;
    private const int InFlight = 16;
    private const string Issuer = "https://issuer.example";

    /// <summary>Measures and prints.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var (open, closed, file) = (Path.Combine(directory, "open"), Path.Combine(directory, "closed"), Path.Combine(directory, "online.db"));
        (string, int)[] views = [.. CustomerLookups.Views.Select(v => (v, CustomerLookups.Features))];
        var lake = await CustomerLake.CreateAsync(open, Keys, views, ct);
        await CustomerLake.CreateAsync(closed, Keys, views, ct);
        var token = await SecureAsync(closed, ct);
        await using (var store = new SqliteOnlineStore(file))
        {
            foreach (var view in CustomerLookups.Views) await lake.SyncAsync(store, view, ct);
        }

        using var without = await ServingProcess.StartAsync(open, [file, ServingProcess.Cached], ct);
        using var with = await ServingProcess.StartAsync(closed, [file, ServingProcess.Cached], ct);
        var lookups = new CustomerLookups(Keys);
        using (var client = new FeatureClient(with.Address, new() { Deadline = TimeSpan.FromMinutes(1), Credentials = FeatureCredentials.Bearer(_ => new(token)) })) await lookups.CheckAsync(client, ct);
        var bare = await lookups.ConnectAsync(without.Address, Connections, ct);
        var checkedCalls = await lookups.ConnectAsync(with.Address, Connections, $"Bearer {token}", ct);
        Console.WriteLine($"1 x {CustomerLookups.Views.Length * CustomerLookups.Features} from the near cache, {Connections} connections x {InFlight} in flight, token of {token.Length} characters (RS256)");
        var more = new List<(double Cpu, double Allocated)>();
        for (var round = 0; round < rounds; round++)
        {
            var (off, on) = (await RunAsync(without, bare, ct), await RunAsync(with, checkedCalls, ct));
            if (round > 0) more.Add((on.CpuMicros - off.CpuMicros, on.Allocated - off.Allocated));
            Console.WriteLine($"  {(round == 0 ? "warm-up" : "       ")} without {off}; with {on}");
        }

        foreach (var client in bare.Concat(checkedCalls)) client.Dispose();
        Console.WriteLine($"  on top, medians of {more.Count}: {Median(more.Select(m => m.Cpu)):F1} us CPU and {Median(more.Select(m => m.Allocated)):N0} bytes a call (target: 6.0 us)");
        var audited = 0L;
        await foreach (var row in (await (await Lake.OpenAsync(closed, create: false, TimeProvider.System, ct)).ServingTable("audit").GetSnapshotAsync(ct: ct)).Scan().Select("keys").ReadRowsAsync(ct)) audited += (long)row[0]!;
        Console.WriteLine($"  rows of the audit trail so far: {audited:N0}");
    }

    private async Task<ServerCost> RunAsync(ServingProcess server, BareGrpc[] clients, CancellationToken ct)
    {
        var each = callsEach / clients.Length;
        return await server.OfAsync(each * clients.Length, () => Task.WhenAll(clients.Select(c => Task.Run(() => c.RunAsync(each, InFlight, ct), ct))), ct);
    }

    /// <summary>Settings that use everything, the issuer's keys, and a token that they let in.</summary>
    private static async Task<string> SecureAsync(string lake, CancellationToken ct)
    {
        using var rsa = RSA.Create(2048);
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
                quotas:
                  - {caller: "jwt:*", calls_per_second: 1000000, keys_per_second: 10000000}
            """,
            ct);
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer, Audience = "lakehouse", Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1),
            Claims = new Dictionary<string, object> { ["sub"] = "benchmark", ["roles"] = new[] { "reader" }, ["team"] = "benchmark", ["filler"] = new string('x', 320) },
            SigningCredentials = new(new RsaSecurityKey(rsa) { KeyId = "1" }, SecurityAlgorithms.RsaSha256),
        });
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
