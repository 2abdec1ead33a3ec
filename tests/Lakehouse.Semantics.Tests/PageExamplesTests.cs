using Lakehouse.Catalog;

namespace Lakehouse.Semantics.Tests;

/// <summary>Runs the page's examples as a reader would: the definitions, then each file and command in its place.</summary>
[Semantics("1.2", "1.3", "1.4", "1.5", "1.7", "2.2", "2.3", "3.1", "3.2", "3.7", "4.1", "4.2", "7.1")]
public sealed class PageExamplesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lakehouse-semantics-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commands_OfThePage_PrintWhatThePageShows()
    {
        var page = SemanticsPage.Read();
        var root = Path.Combine(folder, "lake");
        var lake = await Lake.OpenAsync(root, create: true, TimeProvider.System, Ct);
        await new FeatureCatalog(lake).ApplyAsync(PageCode.Project(string.Concat(page.Examples.Where(e => e.Kind == "csharp").Select(e => e.Body))).Build(), Ct);
        var (shown, printed) = ("", "");

        foreach (var example in page.Examples)
        {
            if (example.Kind == "csv") await File.WriteAllTextAsync(Path.Combine(folder, example.Title), example.Body, Ct);
            if (example.Kind != "console") continue;
            foreach (var command in PageCommand.Of(example.Body))
            {
                var output = await command.RunAsync(folder, root, Ct);
                shown += $"{command.Line}\n{command.Shown}";
                printed += $"{command.Line}\n{(command.Shown.Length == 0 && !output.StartsWith("lakehouse: ", StringComparison.Ordinal) ? "" : output)}";
            }
        }

        printed.Should().Be(shown);
        shown.Split('\n').Should().HaveCountGreaterThan(60, "the page has examples");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
