using System.CommandLine;

namespace Lakehouse.Cli.Tests;

public sealed class UsageTests
{
    public static TheoryData<string> Verbs => [.. VerbsOf(LakehouseCommand.Create(new CommandHost(new Terminal(TextWriter.Null, TextWriter.Null, Width: null, ErrorIsInteractive: false), TimeProvider.System)), "")];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Help_EveryVerb_ShowsAnExampleOfItself(string verb)
    {
        var run = await CommandRun.RunAsync([.. verb.Split(' '), "--help"]);

        run.ExitCode.Should().Be(0);
        run.Out.Should().Contain($"Example:\n  lakehouse {verb}").And.Contain("--json").And.Contain("--lake");
        run.Error.Should().BeEmpty();
    }

    [Theory]
    [InlineData("gett")]
    [InlineData("get")]
    [InlineData("run", "--nope")]
    [InlineData("run", "--now", "yesterday")]
    [InlineData("run", "--now", "2001-03-01T12:00:00")]
    [InlineData("run", "--now", "2999-01-01")]
    [InlineData("run", "--horizon", "soon")]
    [InlineData("run", "--watch", "--now", "2001-03-01")]
    [InlineData("run", "--watch", "--horizon", "1h")]
    [InlineData("run", "--watch", "--format", "csv")]
    [InlineData("run", "--watch", "--interval", "soon")]
    [InlineData("run", "--interval", "1s")]
    [InlineData("backfill", "airport_delays")]
    [InlineData("sync", "airport_delays")]
    [InlineData("sync", "airport_delays@1", "--shard", "0/4")]
    [InlineData("sync", "verify", "airport_delays@1", "--sample", "101%")]
    [InlineData("sync", "verify", "airport_delays@1", "--seed", "a")]
    [InlineData("sync", "verify")]
    [InlineData("materialize", "airport_delays")]
    [InlineData("client", "csharp", "airport_delays")]
    [InlineData("client", "csharp", "airport_delays@1", "--name", "no name")]
    [InlineData("client", "python", "airport_delays@1", "--name", "1")]
    [InlineData("health", "--server", "nowhere")]
    [InlineData("read", "./x", "--limit", "-1")]
    [InlineData("read", "./x", "--version", "1", "--timestamp", "2001-03-01")]
    [InlineData("read", "./x", "--format", "xml")]
    [InlineData("read", "./x", "--timestamp", "yesterday")]
    [InlineData("changes", "./x")]
    [InlineData("changes", "./x", "--from", "0", "--from-timestamp", "2001-03-01")]
    [InlineData("changes", "./x", "--from", "0", "--to", "1", "--to-timestamp", "2001-03-01")]
    [InlineData("txn", "./x")]
    [InlineData("restore", "./x")]
    [InlineData("restore", "./x", "--version", "1", "--timestamp", "2001-03-01")]
    [InlineData("vacuum", "./x", "--retain", "soon")]
    [InlineData("vacuum", "./x", "--retain", "2000000000d")]
    [InlineData("fsck", "./x", "--quick", "--deep")]
    [InlineData("training-set", "build", "s@1", "--spine", "x.csv", "--out", "x", "--mode", "as_of")]
    [InlineData("training-set", "build", "s@1", "--spine", "x", "--out", "x", "--spine-version", "1", "--spine-timestamp", "2001-03-01T12:00:00Z")]
    [InlineData("training-set", "export", "x", "--to", "x.xlsx", "--lake", "/no-lake")]
    [InlineData("training-set", "rebuild", "x")]
    [InlineData("plan", "./no-such-repository")]
    public async Task Run_WrongCommandLine_ExitsWithTwoAndOneMessage(params string[] arguments)
    {
        var run = await CommandRun.RunAsync(arguments);

        run.ExitCode.Should().Be(ExitCode.Usage);
        run.Out.Should().BeEmpty();
        run.Error.Should().StartWith("lakehouse").And.NotContain("   at ");
    }

    [Theory]
    [InlineData("run")]
    [InlineData("get", "s@1", "k=1")]
    [InlineData("read", "gold/x@1")]
    [InlineData("history", "./no-such-table")]
    [InlineData("read", "no/such/table")]
    [InlineData("read", "file:///no/such/table", "--json")]
    [InlineData("changes", "./no-such-table", "--from", "0")]
    [InlineData("txn", "./no-such-table", "--app", "a")]
    [InlineData("training-set", "list")]
    public async Task Run_NoLakeOrTable_FailsWithAClearMessage(params string[] arguments)
    {
        var run = await CommandRun.RunAsync([.. arguments, "--lake", Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())]);

        run.ExitCode.Should().Be(ExitCode.Failed);
        run.Out.Should().BeEmpty();
        run.Error.Should().NotContain("Unexpected").And.NotContain("   at ");
    }

    private static IEnumerable<string> VerbsOf(Command command, string prefix) =>
        command.Subcommands.SelectMany(c => (IEnumerable<string>)[.. c is VerbCommand ? (string[])[prefix + c.Name] : [], .. VerbsOf(c, $"{prefix}{c.Name} ")]);
}
