namespace Lakehouse.Notebooks.Tests;

/// <summary>The notebooks of the clone run, and give the outputs that are stored in them.</summary>
public sealed class StoredNotebookTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lakehouse-notebooks-").FullName;

    public static TheoryData<string> Notebooks => [.. Directory.EnumerateFiles(Path.Combine(Clone.Root, "notebooks"), "*.ipynb").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task Run_StoredNotebook_GivesItsStoredOutputs(string notebook)
    {
        var (exitCode, error) = await Clone.RunNotebookAsync("--check", await OfThisBuildAsync(Path.Combine(Clone.Root, "notebooks", notebook)));

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>The notebook itself, which loads the release build; for another build a copy that loads that one.</summary>
    private async Task<string> OfThisBuildAsync(string notebook)
    {
        if (Clone.Configuration == "release") return notebook;
        var copy = Path.Combine(folder, Path.GetFileName(notebook));
        var text = await File.ReadAllTextAsync(notebook, TestContext.Current.CancellationToken);
        var root = Path.GetRelativePath(folder, Clone.Root).Replace(Path.DirectorySeparatorChar, '/') + "/";
        await File.WriteAllTextAsync(copy, text.Replace("../", root).Replace("/release/", $"/{Clone.Configuration}/"), TestContext.Current.CancellationToken);
        return copy;
    }
}
