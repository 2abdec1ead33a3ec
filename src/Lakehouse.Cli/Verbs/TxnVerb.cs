using System.CommandLine;
using System.Globalization;
using Lakehouse.Delta;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>txn</c>: how far an application has written a table.</summary>
internal static class TxnVerb
{
    private static readonly Argument<string> Table = TableReference.Argument();
    private static readonly Option<string> App = new("--app") { Description = "The application's id", HelpName = "id", Required = true };

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "txn", "Print the version up to which an application has written a table: the number of its newest txn action. Exit code 1 when it has none.",
            "lakehouse txn ./events --app nightly-load")
        {
            Table, App, CommonOptions.Version, CommonOptions.Timestamp,
        }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var snapshot = await TableReference.OpenSnapshotAsync(call, call.Get(Table), ct);
        var app = call.Get(App)!;
        if (snapshot.Transactions.TryGetValue(app, out var version))
        {
            // A bare number in every format: it is JSON too.
            await call.Terminal.Out.WriteLineAsync(version.ToString(CultureInfo.InvariantCulture));
            return ExitCode.Done;
        }

        var known = snapshot.Transactions.Count == 0 ? "none at all" : string.Join(", ", snapshot.Transactions.Keys.Order(StringComparer.Ordinal).Take(10).Select(k => $"'{k}'"));
        throw new DeltaException(
            DeltaErrorCode.TransactionNotFound, $"Table '{snapshot.Table.Path}', version {snapshot.Version}, has no transaction of application '{app}'; it has {known}.");
    }
}
