namespace Lakehouse.Serving;

/// <summary>Where the service answers JSON over HTTP/1.1, at the server's address.</summary>
/// <param name="Port">Port, 0 to 65535; 0 takes a free one, see <see cref="FeatureServer.RestAddress"/>.</param>
public sealed record RestOptions(int Port);
