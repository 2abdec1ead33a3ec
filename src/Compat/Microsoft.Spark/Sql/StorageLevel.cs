using System.Diagnostics.CodeAnalysis;
using Microsoft.Spark.Internal;
using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Sql;

/// <summary>Where kept rows lie, and how many times.</summary>
[SuppressMessage("Naming", "CA1707", Justification = "Upstream's names.")]
public sealed class StorageLevel : IJvmObjectReferenceProvider
{
    private const string ClassName = "org.apache.spark.storage.StorageLevel";

    /// <summary>A level of its own.</summary>
    public StorageLevel(bool useDisk, bool useMemory, bool useOffHeap, bool deserialized, int replication = 1)
        : this(Jvm.Bridge.Static(ClassName, "apply", useDisk, useMemory, useOffHeap, deserialized, replication))
    {
    }

    internal StorageLevel(JvmObjectReference reference)
    {
        Reference = reference;
        UseDisk = reference.Call<bool>("useDisk");
        UseMemory = reference.Call<bool>("useMemory");
        UseOffHeap = reference.Call<bool>("useOffHeap");
        Deserialized = reference.Call<bool>("deserialized");
        Replication = reference.Call<int>("replication");
    }

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }

    /// <summary>Nowhere.</summary>
    public static StorageLevel NONE => Named(nameof(NONE));

    /// <summary>On disk.</summary>
    public static StorageLevel DISK_ONLY => Named(nameof(DISK_ONLY));

    /// <summary>On disk, on two nodes.</summary>
    public static StorageLevel DISK_ONLY_2 => Named(nameof(DISK_ONLY_2));

    /// <summary>In memory, as objects; what does not fit is computed again.</summary>
    public static StorageLevel MEMORY_ONLY => Named(nameof(MEMORY_ONLY));

    /// <summary>In memory, as objects, on two nodes.</summary>
    public static StorageLevel MEMORY_ONLY_2 => Named(nameof(MEMORY_ONLY_2));

    /// <summary>In memory, as bytes.</summary>
    public static StorageLevel MEMORY_ONLY_SER => Named(nameof(MEMORY_ONLY_SER));

    /// <summary>In memory, as bytes, on two nodes.</summary>
    public static StorageLevel MEMORY_ONLY_SER_2 => Named(nameof(MEMORY_ONLY_SER_2));

    /// <summary>In memory, as objects; on disk what does not fit.</summary>
    public static StorageLevel MEMORY_AND_DISK => Named(nameof(MEMORY_AND_DISK));

    /// <summary>In memory, as objects, and on disk what does not fit, on two nodes.</summary>
    public static StorageLevel MEMORY_AND_DISK_2 => Named(nameof(MEMORY_AND_DISK_2));

    /// <summary>In memory, as bytes; on disk what does not fit.</summary>
    public static StorageLevel MEMORY_AND_DISK_SER => Named(nameof(MEMORY_AND_DISK_SER));

    /// <summary>In memory, as bytes, and on disk what does not fit, on two nodes.</summary>
    public static StorageLevel MEMORY_AND_DISK_SER_2 => Named(nameof(MEMORY_AND_DISK_SER_2));

    /// <summary>In memory outside of the heap, as bytes.</summary>
    public static StorageLevel OFF_HEAP => Named(nameof(OFF_HEAP));

    /// <summary>True where disks are used.</summary>
    public bool UseDisk { get; }

    /// <summary>True where memory is used.</summary>
    public bool UseMemory { get; }

    /// <summary>True where that memory lies outside of the heap.</summary>
    public bool UseOffHeap { get; }

    /// <summary>True for objects, false for bytes.</summary>
    public bool Deserialized { get; }

    /// <summary>On how many nodes.</summary>
    public int Replication { get; }

    /// <summary>The level for people.</summary>
    public string Description() => Reference.Call<string>("description");

    /// <inheritdoc />
    public override string ToString() => Reference.Call<string>("toString");

    private static StorageLevel Named(string name) => new(Jvm.Bridge.Static(ClassName, "fromString", name));
}
