namespace Lakehouse.Engine.Spark.Session;

/// <summary>The Spark application that a run used.</summary>
/// <param name="Version">Spark's version.</param>
/// <param name="Master">The master's URL.</param>
/// <param name="Id">The application id, by which Spark's own pages and logs know it.</param>
/// <param name="Conf">Its settings, without those that may be secrets.</param>
public sealed record SparkApplication(string Version, string Master, string Id, IReadOnlyDictionary<string, string> Conf)
{
    private static readonly string[] SecretWords = ["secret", "password", "token", "credential", "key", "sas", "authorization"];

    /// <summary>True when a setting's name says that its value must not be shown.</summary>
    internal static bool MayBeSecret(string name) => SecretWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
