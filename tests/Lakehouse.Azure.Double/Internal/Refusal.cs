namespace Lakehouse.Azure.Double.Internal;

/// <summary>The service says no.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="code">The service's error code.</param>
internal sealed class Refusal(int status, string code) : Exception(code)
{
    public int Status { get; } = status;

    public string Code { get; } = code;
}
