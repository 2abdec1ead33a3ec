using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Sql;

/// <summary>Describes a write into a table of a catalog.</summary>
public sealed class DataFrameWriterV2 : IJvmObjectReferenceProvider
{
    internal DataFrameWriterV2(JvmObjectReference reference) => Reference = reference;

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }

    /// <summary>Names the format of a new table, such as <c>delta</c>.</summary>
    public DataFrameWriterV2 Using(string provider) => With("using", provider);

    /// <summary>Sets an option.</summary>
    public DataFrameWriterV2 Option(string key, string value) => With("option", key, value);

    /// <summary>Sets an option.</summary>
    public DataFrameWriterV2 Option(string key, bool value) => With("option", key, value);

    /// <summary>Sets an option.</summary>
    public DataFrameWriterV2 Option(string key, long value) => With("option", key, value);

    /// <summary>Sets an option.</summary>
    public DataFrameWriterV2 Option(string key, double value) => With("option", key, value);

    /// <summary>Sets options.</summary>
    public DataFrameWriterV2 Options(Dictionary<string, string> options) => With("options", options);

    /// <summary>Sets a property of a new table.</summary>
    public DataFrameWriterV2 TableProperty(string property, string value) => With("tableProperty", property, value);

    /// <summary>Partitions a new table.</summary>
    public DataFrameWriterV2 PartitionedBy(Column column, params Column[] columns) => With("partitionedBy", column, columns);

    /// <summary>Makes the table of the rows.</summary>
    /// <exception cref="JvmException">The table is there.</exception>
    public void Create() => With("create");

    /// <summary>Makes the table anew of the rows.</summary>
    /// <exception cref="JvmException">The table is not there.</exception>
    public void Replace() => With("replace");

    /// <summary>Makes the table of the rows, be it there or not.</summary>
    public void CreateOrReplace() => With("createOrReplace");

    /// <summary>Adds the rows, by name.</summary>
    /// <exception cref="JvmException">The table is not there, or its columns are others.</exception>
    public void Append() => With("append");

    /// <summary>Puts the rows in place of those for which a condition holds.</summary>
    public void Overwrite(Column condition) => With("overwrite", condition);

    /// <summary>Puts the rows in place of all rows of the partitions that they have.</summary>
    public void OverwritePartitions() => With("overwritePartitions");

    private DataFrameWriterV2 With(string method, params object?[] args)
    {
        Reference.Invoke(method, args);
        return this;
    }
}
