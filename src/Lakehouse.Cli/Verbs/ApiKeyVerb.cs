using System.CommandLine;
using Lakehouse.Catalog.Security;
using Lakehouse.Cli.Output;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>api-key</c>: make, list and revoke the keys that callers of the feature service show.</summary>
internal static class ApiKeyVerb
{
    private static readonly Argument<string> Caller = new("caller") { Description = "Whom the key identifies; rules of lakehouse.yaml name it key:CALLER" };
    private static readonly Argument<string> Key = new("key") { Description = "A key's id, or a caller for all of its keys" };
    private static readonly Option<string?> ValidFor = new("--valid-for") { Description = "How long it holds, for example 90d (default: until it is revoked)", HelpName = "length" };

    private static readonly OutputColumn[] Columns =
    [
        OutputColumn.Text("id"), OutputColumn.Text("caller"), OutputColumn.Text("state"), OutputColumn.Time("created_at"), OutputColumn.Time("expires_at"), OutputColumn.Time("revoked_at"),
    ];

    public static Command Create(CommandHost host) =>
        new Command("api-key", "Make, list and revoke the keys that callers of the feature service show.") { CreateNew(host), CreateList(host), CreateRevoke(host) };

    private static Command CreateNew(CommandHost host) =>
        new VerbCommand("create", "Make a key and print it, once: the lake keeps only its hash.", "lakehouse api-key create trainer --valid-for 90d") { Caller, ValidFor }
            .Runs(host, async (call, ct) =>
            {
                var session = await call.OpenLakeAsync(create: false, ct);
                TimeSpan? validFor = call.Get(ValidFor) is { } text ? Length.Parse(text, ValidFor.Name) : null;
                var (key, secret) = await new ApiKeyRegistry(session.Lake).CreateAsync(call.Get(Caller), validFor, ct);
                await call.PrintAsync([OutputColumn.Text("key"), .. Columns], [[secret, .. Row(key, call)]]);
                await call.SayAsync("Keep the key now: nothing can show it again. A running server takes it within seconds.");
                return ExitCode.Done;
            });

    private static Command CreateList(CommandHost host) => new VerbCommand("list", "List the keys, without their texts.", "lakehouse api-key list").Runs(host, async (call, ct) =>
    {
        var session = await call.OpenLakeAsync(create: false, ct);
        await call.PrintAsync(Columns, (await new ApiKeyRegistry(session.Lake).ListAsync(ct)).Select(k => Row(k, call)));
        return ExitCode.Done;
    });

    private static Command CreateRevoke(CommandHost host) =>
        new VerbCommand("revoke", "Revoke a key, or all keys of a caller; running servers refuse it within seconds.", "lakehouse api-key revoke trainer") { Key }
            .Runs(host, async (call, ct) =>
            {
                var session = await call.OpenLakeAsync(create: false, ct);
                await call.PrintAsync(Columns, (await new ApiKeyRegistry(session.Lake).RevokeAsync(call.Get(Key), ct)).Select(k => Row(k, call)));
                return ExitCode.Done;
            });

    private static object?[] Row(ApiKey key, Invocation call) =>
    [
        key.Id, key.Name, key.RevokedAt is not null ? "revoked" : key.ExpiresAt <= call.Clock.GetUtcNow() ? "expired" : "good", Time(key.CreatedAt), Time(key.ExpiresAt), Time(key.RevokedAt),
    ];

    private static DateTime? Time(DateTimeOffset? instant) => instant?.UtcDateTime;
}
