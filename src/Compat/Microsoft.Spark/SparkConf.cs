using Microsoft.Spark.Internal;
using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark;

/// <summary>An application's settings.</summary>
public sealed class SparkConf : IJvmObjectReferenceProvider
{
    /// <summary>An empty configuration, or one of the JVM's own <c>spark.*</c> properties.</summary>
    public SparkConf(bool loadDefaults = true)
        : this(Jvm.Bridge.CallConstructor("org.apache.spark.SparkConf", loadDefaults))
    {
    }

    internal SparkConf(JvmObjectReference reference) => Reference = reference;

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }

    /// <summary>Sets the master.</summary>
    public SparkConf SetMaster(string master) => Set("spark.master", master);

    /// <summary>Sets the application's name.</summary>
    public SparkConf SetAppName(string appName) => Set("spark.app.name", appName);

    /// <summary>Sets where Spark lies on the workers.</summary>
    public SparkConf SetSparkHome(string sparkHome) => Set("spark.home", sparkHome);

    /// <summary>Sets a setting.</summary>
    public SparkConf Set(string key, string value)
    {
        Reference.Invoke("set", key, value);
        return this;
    }

    /// <summary>A whole number, or this one.</summary>
    public int GetInt(string key, int defaultValue) => Reference.Call<int>("getInt", key, defaultValue);

    /// <summary>A setting's value, or this one.</summary>
    public string Get(string key, string defaultValue) => Reference.Call<string>("get", key, defaultValue);

    /// <summary>All settings.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> GetAll() =>
        [.. Reference.Call<JvmObjectReference[]>("getAll").Select(pair => KeyValuePair.Create(pair.Call<string>("_1"), pair.Call<string>("_2")))];
}
