using System.CommandLine;
using System.Text.RegularExpressions;
using Lakehouse.Cli.ClientCode;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>client</c>: code for callers of a set.</summary>
internal static partial class ClientVerb
{
    private static readonly Argument<string> Set = new("set") { Description = "A registered feature set, name@N" };
    private static readonly Option<string?> Out = new("--out") { Description = "File to write (default: standard output)", HelpName = "file" };
    private static readonly Option<string?> Name = new("--name") { Description = "Name of the record (default: the set's)", HelpName = "name" };
    private static readonly Option<string?> Namespace = new("--namespace")
    {
        Description = "Its namespace (default: Features)", HelpName = "name", DefaultValueFactory = _ => "Features",
    };

    public static Command Create(CommandHost host) => new Command("client", "Write code for callers of a feature set: a record with its features, typed.")
    {
        new VerbCommand("csharp", "Write a C# record that looks itself up with Lakehouse.Client.", "lakehouse client csharp departure_delay_model@1 --out DepartureDelayModel.cs")
        {
            Set, Out, Name, Namespace,
        }.Runs(host, (call, ct) =>
        {
            var (name, space) = (Checked(call, Name), Checked(call, Namespace)!);
            return WriteAsync(call, set => new CSharpRecord(set, name).Write(space), ct);
        }),
        new VerbCommand(
            "python", "Write a Python data class that looks itself up with lakehouse_client.",
            "lakehouse client python departure_delay_model@1 --out departure_delay_model.py")
        {
            Set, Out, Name,
        }.Runs(host, (call, ct) =>
        {
            var name = Checked(call, Name);
            return WriteAsync(call, set => new PythonRecord(set, name).Write(), ct);
        }),
    };

    private static async Task<int> WriteAsync(Invocation call, Func<ClientSet, string> write, CancellationToken ct)
    {
        var id = Names.Parse(call.Get(Set));
        var session = await call.OpenLakeAsync(create: false, ct);
        var text = write(new(await session.Catalog.GetSetAsync(id, ct)));
        if (call.Get(Out) is { } file) await File.WriteAllTextAsync(file, text, ct);
        else await call.Terminal.Out.WriteAsync(text.AsMemory(), ct);
        return ExitCode.Done;
    }

    private static string? Checked(Invocation call, Option<string?> option) =>
        call.Get(option) is not { } name || Identifier().IsMatch(name)
            ? call.Get(option)
            : throw new UsageException($"{option.Name}: '{name}' is no name of code; write for example DelayModel.");

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$")]
    private static partial Regex Identifier();
}
