using Lakehouse.Delta;

namespace Lakehouse.Pipelines.Internal.Training;

/// <summary>A directory outside the lake for tables that live as long as one verification or build.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("lakehouse-training-").FullName;

    public DeltaTable Table(string name, TimeProvider clock) => DeltaTable.ForPath(Path.Combine(path, name), clock);

    public void Dispose() => Directory.Delete(path, recursive: true);
}
