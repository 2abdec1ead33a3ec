using System.CommandLine;
using Lakehouse.Cli.Doctor;
using Lakehouse.Cli.Output;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>doctor</c>: what is installed, reachable and writable.</summary>
internal static class DoctorVerb
{
    private static readonly OutputColumn[] Columns = [OutputColumn.Text("check"), OutputColumn.Text("status"), OutputColumn.Text("found"), OutputColumn.Text("fix")];

    public static Command Create(CommandHost host) =>
        new VerbCommand("doctor", "Say what is installed, reachable and writable, and how to get what is missing.", "lakehouse doctor").Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var checks = new List<Check>();
        await foreach (var check in Examination.RunAsync(call.LakeRoot, call.Clock, ct)) checks.Add(check);
        await call.PrintAsync(Columns, checks.Select(c => new object?[] { c.Name, Status(c), c.Found, c.Fix }));
        return checks.Any(c => c is { Ok: false, Required: true }) ? ExitCode.Failed : ExitCode.Done;
    }

    private static string Status(Check check) => (check.Ok, check.Required) switch
    {
        (true, _) => "ok",
        (false, true) => "missing",
        (false, false) => "optional",
    };
}
