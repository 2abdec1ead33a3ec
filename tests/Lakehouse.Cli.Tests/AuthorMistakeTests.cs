namespace Lakehouse.Cli.Tests;

/// <summary>What an author can get wrong with a repository as a whole, and what the command says.</summary>
public sealed class AuthorMistakeTests : IDisposable
{
    private const string Sound = """
        using Lakehouse.Features;
        public sealed record Raw(string? Id, System.DateTimeOffset? At, long? Level);
        [Contract("levels", version: 1)]
        public sealed record Level { [EventId] public required string Id { get; init; } [EventTime] public required System.DateTimeOffset At { get; init; } public long? Value { get; init; } }
        public sealed class LevelsProject : FeatureProject
        {
            protected override void Define(ProjectBuilder project)
            {
                var levels = project.Conform<Raw, Level>(project.Source<Raw>("raw", Format.Csv()), r => new Level { Id = r.Id!, At = r.At!.Value, Value = r.Level });
                project.WindowView("sums", version: 1, levels, by: project.Entity<string>("id"), key: l => l.Id).Over(Window.Hours(1)).Feature("sum", w => w.Sum(l => l.Value));
            }
        }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("lakehouse-mistakes-").FullName;

    public AuthorMistakeTests() => File.WriteAllText(Path.Combine(folder, "Levels.csproj"), $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable></PropertyGroup>
          <ItemGroup><Reference Include="Lakehouse.Features" HintPath="{Path.Combine(AppContext.BaseDirectory, "Lakehouse.Features.dll")}" Private="false" /></ItemGroup>
        </Project>
        """);

    [Fact]
    public async Task Apply_VersionThatChangedMeaning_IsRefusedWithTheDifference()
    {
        (await ApplyAsync(Sound)).ExitCode.Should().Be(0);

        var run = await ApplyAsync(Sound.Replace("Window.Hours(1)", "Window.Hours(2)"));

        run.ExitCode.Should().Be(ExitCode.Refused);
        run.Error.Should().Contain("sums@1 is already registered with another meaning").And.Contain("1h -> 2h").And.Contain("sums@2");
    }

    [Fact]
    public async Task Apply_ProjectThatDoesNotCompile_ShowsTheCompilersErrors()
    {
        var run = await ApplyAsync(Sound.Replace("r.Level }", "r.Levle }"));

        run.ExitCode.Should().Be(ExitCode.Failed);
        run.Error.Should().Contain("does not build").And.Contain("Levels.cs(").And.Contain("CS1061").And.Contain("'Levle'").And.NotContain(".csproj]");
    }

    [Fact]
    public async Task Apply_ProjectsThatFailWhenLoaded_SayWhatIsWrong()
    {
        var two = await ApplyAsync(Sound + "public sealed class OtherProject : FeatureProject { protected override void Define(ProjectBuilder project) { } }");
        var none = await ApplyAsync(Sound.Replace("public sealed class LevelsProject", "public abstract class LevelsProject"));
        var throwing = await ApplyAsync(Sound.Replace("{\n    protected override", "{\n    public LevelsProject() => throw new System.InvalidOperationException(\"no such office\");\n\n    protected override"));
        var failing = await ApplyAsync(Sound.Replace("var levels", "string? text = null; _ = text!.Length;\n        var levels"));

        new[] { two, none, throwing, failing }.Should().OnlyContain(run => run.ExitCode == ExitCode.Failed && !run.Error.Contains("Unexpected"));
        two.Error.Should().Contain("LevelsProject and OtherProject").And.Contain("exactly one");
        none.Error.Should().Contain("defines no class derived from FeatureProject");
        throwing.Error.Should().Contain("LevelsProject threw InvalidOperationException").And.Contain("Levels.cs:7").And.Contain("no such office");
        failing.Error.Should().Contain("LevelsProject threw NullReferenceException").And.Contain("Levels.cs:9");
    }

    [Fact]
    public async Task Plan_SdkThatIsNotInstalled_NamesIt()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "global.json"), """{ "sdk": { "version": "99.0.100" } }""", TestContext.Current.CancellationToken);

        var run = await CommandRun.RunAsync("plan", folder);

        run.ExitCode.Should().Be(ExitCode.Usage);
        run.Error.Should().Contain("asks for .NET SDK 99.0.100").And.Contain("installed: 10.").And.Contain(Path.Combine(folder, "global.json"));
    }

    [Fact]
    public async Task Plan_DirectoryAboveSeveralProjects_NamesThem()
    {
        foreach (var name in new[] { "a", "b" })
        {
            Directory.CreateDirectory(Path.Combine(folder, "many", name));
            File.Copy(Path.Combine(folder, "Levels.csproj"), Path.Combine(folder, "many", name, "Levels.csproj"));
        }

        var run = await CommandRun.RunAsync("plan", Path.Combine(folder, "many"));

        run.ExitCode.Should().Be(ExitCode.Usage);
        run.Error.Should().Contain(Path.Combine("a", "Levels.csproj")).And.Contain(Path.Combine("b", "Levels.csproj"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<CommandRun> ApplyAsync(string source)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "Levels.cs"), source, TestContext.Current.CancellationToken);
        return await CommandRun.RunAsync("apply", folder, "--lake", Path.Combine(folder, "lake"));
    }
}
