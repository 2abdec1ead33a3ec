using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Sql;

/// <summary>A session's settings.</summary>
public sealed class RuntimeConfig : IJvmObjectReferenceProvider
{
    internal RuntimeConfig(JvmObjectReference reference) => Reference = reference;

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }

    /// <summary>Sets a setting.</summary>
    /// <exception cref="JvmException">It cannot be changed any more.</exception>
    public void Set(string key, string value) => Reference.Invoke("set", key, value);

    /// <summary>Sets a setting.</summary>
    public void Set(string key, bool value) => Reference.Invoke("set", key, value);

    /// <summary>Sets a setting.</summary>
    public void Set(string key, long value) => Reference.Invoke("set", key, value);

    /// <summary>A setting's value.</summary>
    /// <exception cref="JvmException">It is not set and has no default.</exception>
    public string Get(string key) => Reference.Call<string>("get", key);

    /// <summary>A setting's value, or this one.</summary>
    public string Get(string key, string defaultValue) => Reference.Call<string>("get", key, defaultValue);

    /// <summary>Takes a setting away.</summary>
    public void Unset(string key) => Reference.Invoke("unset", key);

    /// <summary>Whether a setting can be changed in a running session.</summary>
    public bool IsModifiable(string key) => Reference.Call<bool>("isModifiable", key);
}
