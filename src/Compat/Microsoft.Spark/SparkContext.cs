using Microsoft.Spark.Hadoop.Conf;
using Microsoft.Spark.Internal;
using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark;

/// <summary>An application on its cluster.</summary>
/// <remarks>
/// Job groups and descriptions belong to the calling thread, as upstream: set them, run the action and clear them without an <c>await</c> between.
/// Another thread may cancel the group.
/// </remarks>
public sealed class SparkContext : IJvmObjectReferenceProvider
{
    private const string ClassName = "org.apache.spark.SparkContext";

    /// <summary>Starts the application with the JVM's own settings.</summary>
    /// <exception cref="JvmException">The JVM has an application already.</exception>
    public SparkContext()
        : this(new SparkConf())
    {
    }

    /// <summary>Starts the application.</summary>
    /// <exception cref="JvmException">The JVM has an application already, or the settings are wrong.</exception>
    public SparkContext(SparkConf conf)
        : this(Jvm.Bridge.CallConstructor(ClassName, conf))
    {
    }

    /// <summary>Starts the application on a master under a name.</summary>
    /// <exception cref="JvmException">The JVM has an application already.</exception>
    public SparkContext(string master, string appName)
        : this(master, appName, new SparkConf())
    {
    }

    /// <summary>Starts the application on a master under a name, with further settings.</summary>
    /// <exception cref="JvmException">The JVM has an application already, or the settings are wrong.</exception>
    public SparkContext(string master, string appName, SparkConf conf)
        : this(conf.SetMaster(master).SetAppName(appName))
    {
    }

    /// <summary>Starts the application on a master under a name; Spark lies there on the workers.</summary>
    /// <exception cref="JvmException">The JVM has an application already.</exception>
    public SparkContext(string master, string appName, string sparkHome)
        : this(master, appName, new SparkConf().SetSparkHome(sparkHome))
    {
    }

    internal SparkContext(JvmObjectReference reference) => Reference = reference;

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }

    /// <summary>The number of partitions where nothing else says.</summary>
    public int DefaultParallelism => Reference.Call<int>("defaultParallelism");

    /// <summary>The JVM's application; started with these settings where there is none.</summary>
    public static SparkContext GetOrCreate(SparkConf conf) => new(Jvm.Bridge.Static(ClassName, "getOrCreate", conf));

    /// <summary>A copy of the application's settings.</summary>
    public SparkConf GetConf() => new(Reference.Call("getConf"));

    /// <summary>Sets the level of the JVM's log, such as <c>ERROR</c>.</summary>
    public void SetLogLevel(string logLevel) => Reference.Invoke("setLogLevel", logLevel);

    /// <summary>Stops the application.</summary>
    public void Stop() => Reference.Invoke("stop");

    /// <summary>Describes this thread's jobs to people.</summary>
    public void SetJobDescription(string value) => Reference.Invoke("setJobDescription", value);

    /// <summary>Puts this thread's jobs into a group, by which they can be cancelled.</summary>
    public void SetJobGroup(string groupId, string description, bool interruptOnCancel = false) => Reference.Invoke("setJobGroup", groupId, description, interruptOnCancel);

    /// <summary>Takes this thread's jobs out of their group.</summary>
    public void ClearJobGroup() => Reference.Invoke("clearJobGroup");

    /// <summary>Sends a file to every node.</summary>
    public void AddFile(string path, bool recursive = false) => Reference.Invoke("addFile", path, recursive);

    /// <summary>Sends an archive to every node, where it is unpacked.</summary>
    public void AddArchive(string path) => Reference.Invoke("addArchive", path);

    /// <summary>What <see cref="AddFile"/> sent.</summary>
    public IEnumerable<string> ListFiles() => JavaCollections.Texts(Reference.Call("listFiles"));

    /// <summary>What <see cref="AddArchive"/> sent.</summary>
    public IEnumerable<string> ListArchives() => JavaCollections.Texts(Reference.Call("listArchives"));

    /// <summary>Sets where checkpoints lie.</summary>
    public void SetCheckpointDir(string directory) => Reference.Invoke("setCheckpointDir", directory);

    /// <summary>Where checkpoints lie, or null.</summary>
    public string? GetCheckpointDir()
    {
        var option = Reference.Call("getCheckpointDir");
        return option.Call<bool>("isDefined") ? option.Call<string>("get") : null;
    }

    /// <summary>Settings of the file systems.</summary>
    public Configuration HadoopConfiguration() => new(Reference.Call("hadoopConfiguration"));

    /// <summary>Spark's version.</summary>
    public string Version() => Reference.Call<string>("version");
}
