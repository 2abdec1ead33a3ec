using System.Net;

namespace Cassandra.Internal.Wire;

/// <summary>Opens a new connection for requests: STARTUP, and a login if the node asks for one.</summary>
internal static class Handshake
{
    /// <exception cref="UnsupportedProtocolVersionException">The node does not speak the version.</exception>
    /// <exception cref="AuthenticationException">The node refused the login, or none is configured.</exception>
    public static async Task RunAsync(Connection connection, ConnectionSettings settings)
    {
        var response = await SendAsync(connection, new StartupRequest(settings.StartupOptions), settings);
        if (response is VoidResponse) return;
        if (response is not AuthenticationResponse { Step: AuthenticationStep.Required } required) throw Unexpected(response);
        await LogInAsync(connection, settings, required.Authenticator!);
    }

    private static async Task LogInAsync(Connection connection, ConnectionSettings settings, string serverClass)
    {
        var endPoint = connection.EndPoint;
        var authenticator = settings.AuthProvider?.NewAuthenticator(endPoint)
            ?? throw new AuthenticationException($"The host asks for a login ({serverClass}) and no credentials are configured", endPoint);
        var token = authenticator.InitialResponse();
        while (true)
        {
            var response = await SendAsync(connection, new AuthResponseRequest(token), settings);
            if (response is not AuthenticationResponse step) throw Unexpected(response);
            if (step.Step == AuthenticationStep.Success) return;
            token = authenticator.EvaluateChallenge(step.Token);
        }
    }

    private static async Task<Response> SendAsync(Connection connection, IRequest request, ConnectionSettings settings)
    {
        var response = await connection.SendAsync(request, settings.ConnectTimeoutMillis);
        return response is not ErrorResponse { Exception: var refusal } ? response : throw Translate(refusal, connection.EndPoint, settings.ProtocolVersion);
    }

    private static Exception Translate(Exception refusal, IPEndPoint endPoint, byte version) => refusal switch
    {
        AuthenticationException => new AuthenticationException(refusal.Message, endPoint),
        ProtocolErrorException when refusal.Message.Contains("protocol version", StringComparison.OrdinalIgnoreCase) =>
            new UnsupportedProtocolVersionException(version, refusal.Message),
        _ => refusal,
    };

    private static DriverInternalError Unexpected(Response response) => new($"The answer to a login is {response.GetType().Name}");
}
