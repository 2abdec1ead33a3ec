using Lakehouse.Cli;

namespace Lakehouse.Semantics.Tests;

/// <summary>A command on the page: <c>$ lakehouse …</c>, perhaps with <c>| cut -d, -f2-5,7</c>, and what the page shows below it.</summary>
/// <param name="Line">The line with its prompt.</param>
/// <param name="Shown">The output on the page; empty where it says nothing.</param>
internal sealed record PageCommand(string Line, string Shown)
{
    private const string Prompt = "$ lakehouse ";
    private const string Cut = " | cut -d, -f";

    /// <summary>The commands of a console block.</summary>
    public static IEnumerable<PageCommand> Of(string block) => block.Split("$ lakehouse ")[1..].Select(part =>
    {
        var end = part.IndexOf('\n', StringComparison.Ordinal);
        return new PageCommand(Prompt + part[..end], part[(end + 1)..]);
    });

    /// <summary>Runs it in this process.</summary>
    /// <returns>What it printed: the data of a command that succeeds, the message of one that fails.</returns>
    public async Task<string> RunAsync(string folder, string root, CancellationToken ct)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var parts = Line[Prompt.Length..].Split(Cut);
        var words = parts[0].Split(' ').Select(word => word.EndsWith(".csv", StringComparison.Ordinal) ? Path.Combine(folder, word) : word);
        string[] sources = Line.StartsWith(Prompt + "ingest", StringComparison.Ordinal) ? ["--root", folder] : [];
        var terminal = new Terminal(output, error, Width: null, ErrorIsInteractive: false);
        var code = await LakehouseCommand.RunAsync([.. words, .. sources, "--lake", root], terminal, TimeProvider.System, ct);
        if (code != 0) return error.ToString();
        return parts.Length == 1 ? output.ToString() : string.Concat(output.ToString().Split('\n')[..^1].Select(line => CutFields(line, parts[1]) + "\n"));
    }

    private static string CutFields(string line, string list)
    {
        var fields = line.Split(',');
        var wanted = list.Split(',').Select(range => range.Split('-').Select(int.Parse).ToArray()).SelectMany(r => fields[(r[0] - 1)..r[^1]]);
        return string.Join(',', wanted);
    }
}
