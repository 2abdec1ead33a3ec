using System.Globalization;
using Microsoft.Spark.Internal;

namespace Microsoft.Spark.Sql;

/// <summary>Collects settings and opens a session.</summary>
public sealed class Builder
{
    private readonly Dictionary<string, string> options = [];

    internal Builder()
    {
    }

    /// <summary>Sets the master, such as <c>local[2]</c> or <c>spark://host:7077</c>.</summary>
    public Builder Master(string master) => Config("spark.master", master);

    /// <summary>Sets the application's name.</summary>
    public Builder AppName(string appName) => Config("spark.app.name", appName);

    /// <summary>Sets a setting.</summary>
    public Builder Config(string key, string value)
    {
        options[key] = value;
        return this;
    }

    /// <summary>Sets a setting.</summary>
    public Builder Config(string key, bool value) => Config(key, value.ToString());

    /// <summary>Sets a setting.</summary>
    public Builder Config(string key, double value) => Config(key, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sets a setting.</summary>
    public Builder Config(string key, long value) => Config(key, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Takes over all settings of a configuration.</summary>
    public Builder Config(SparkConf conf)
    {
        foreach (var (key, value) in conf.GetAll()) Config(key, value);
        return this;
    }

    /// <summary>Uses Hive's catalog.</summary>
    public Builder EnableHiveSupport() => Config("spark.sql.catalogImplementation", "hive");

    /// <summary>The session that is there, with these settings applied, or a new one; the first call starts the JVM.</summary>
    /// <exception cref="JvmException">Spark refuses a setting, or the JVM does not start.</exception>
    public SparkSession GetOrCreate()
    {
        var builder = Jvm.Open(options).Static("org.apache.spark.sql.SparkSession", "builder");
        foreach (var (key, value) in options) builder.Invoke("config", key, value);
        return new SparkSession(builder.Call("getOrCreate"));
    }
}
