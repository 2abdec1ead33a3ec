namespace Lakehouse.Engine.DuckDb.Tests.Materialize;

/// <summary>A directory of one test, gone at its end.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("lakehouse-materialize-").FullName;

    public string Sub(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
