using System.CommandLine;
using Lakehouse.Cli.New;
using Lakehouse.Cli.Output;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>new</c>: a feature repository that builds, tests and runs.</summary>
internal static class NewVerb
{
    private static readonly IReadOnlyList<OutputColumn> Columns = [OutputColumn.Text("file")];

    private static readonly Argument<string> Name = new("name") { Description = "Name of the repository: letters, digits, - and _" };
    private static readonly Option<string?> Out = new("--out") { Description = "Folder to make it in, new or empty (default: the name)", HelpName = "folder" };
    private static readonly Option<string?> Packages = new("--packages")
    {
        Description = "Local folder with the platform's packages, for a NuGet.config beside the machine's own feeds", HelpName = "folder",
    };

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "new", "Make a feature repository that builds, tests and runs: contract, views, a set, tests and sample rows.",
            "lakehouse new shop")
        {
            Name, Out, Packages,
        }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var name = RepositoryName.Parse(call.Get(Name));
        var packageFolder = call.Get(Packages) is { } packages ? PackageFolder.Check(packages) : null;
        var folder = call.Get(Out) ?? name.Folder;
        RequireEmpty(folder);

        var files = RepositoryTemplate.Fill(name, packageFolder);
        await RepositoryTemplate.WriteAsync(folder, files, ct);
        await call.PrintAsync(Columns, files.Select(file => new object?[] { Path.Combine(folder, file.Path) }));
        await call.SayAsync(NextSteps(name, folder));
        return ExitCode.Done;
    }

    private static void RequireEmpty(string folder)
    {
        if (File.Exists(folder)) throw new UsageException($"'{folder}' is a file; choose another name, or another place with --out.");
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new UsageException($"Folder '{folder}' is not empty, and nothing in it is overwritten; choose another name, or another place with --out.");
    }

    private static string NextSteps(RepositoryName name, string folder) =>
        $"""

        Next:
          cd {folder}
          dotnet tool restore
          dotnet lakehouse test
          dotnet lakehouse apply src/{name.Identifier}
        README.md there goes on with data, a run and a lookup.
        """;
}
