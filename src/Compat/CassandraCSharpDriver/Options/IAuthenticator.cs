namespace Cassandra;

/// <summary>The client's side of one login by SASL.</summary>
public interface IAuthenticator
{
    /// <summary>The first message to the server; may be null.</summary>
    byte[]? InitialResponse();

    /// <summary>The answer to the server's challenge; may be null.</summary>
    byte[]? EvaluateChallenge(byte[]? challenge);
}
