namespace Lakehouse.Client;

/// <summary>A set of the service has another definition than the one that code was made for.</summary>
/// <param name="set">The set, <c>name@N</c>.</param>
/// <param name="expected">Identity of the definition that the code was made for.</param>
/// <param name="actual">Identity of the definition that the service has.</param>
public sealed class FeatureSetChangedException(string set, string expected, string actual)
    : Exception(
        $"Feature set {set} of the service is {actual}, but this code was made for {expected}: "
        + "make it again from the lake that the service serves, or call the service of the other lake.")
{
    /// <summary>The set, <c>name@N</c>.</summary>
    public string Set { get; } = set;

    /// <summary>Identity of the definition that the code was made for, <c>sha256:…</c>.</summary>
    public string Expected { get; } = expected;

    /// <summary>Identity of the definition that the service has, <c>sha256:…</c>.</summary>
    public string Actual { get; } = actual;
}
