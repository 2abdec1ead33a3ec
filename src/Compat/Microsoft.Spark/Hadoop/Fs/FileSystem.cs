using Microsoft.Spark.Hadoop.Conf;
using Microsoft.Spark.Internal;
using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Hadoop.Fs;

/// <summary>The file system that Spark reads and writes.</summary>
public sealed class FileSystem : IJvmObjectReferenceProvider, IDisposable
{
    private FileSystem(JvmObjectReference reference) => Reference = reference;

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }

    /// <summary>The default file system of a configuration.</summary>
    public static FileSystem Get(Configuration conf) => new(Jvm.Bridge.Static("org.apache.hadoop.fs.FileSystem", "get", conf));

    /// <summary>Deletes a file, or a folder with all that is in it.</summary>
    /// <returns>False when it was not there.</returns>
    /// <exception cref="JvmException">A folder is not empty and <paramref name="recursive"/> is false.</exception>
    public bool Delete(string path, bool recursive = true) => Reference.Call<bool>("delete", PathOf(path), recursive);

    /// <summary>Whether a file or folder is there.</summary>
    public bool Exists(string path) => Reference.Call<bool>("exists", PathOf(path));

    /// <summary>Does nothing: the file system belongs to all of the JVM.</summary>
    public void Dispose()
    {
        // Closing it would take it from Spark's jobs.
    }

    private static JvmObjectReference PathOf(string path) => Jvm.Bridge.CallConstructor("org.apache.hadoop.fs.Path", path);
}
