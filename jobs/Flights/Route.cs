namespace Flights;

/// <summary>The key of a route.</summary>
public sealed record Route(string Origin, string Destination);
