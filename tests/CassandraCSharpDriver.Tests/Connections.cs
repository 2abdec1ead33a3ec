namespace Cassandra.Tests;

/// <summary>What a server says of its clients.</summary>
internal static class Connections
{
    /// <summary>The connections that name an application.</summary>
    public static async Task<int> CountAsync(ISession session, string application)
    {
        var clients = await session.ExecuteAsync(new SimpleStatement("SELECT client_options FROM system_views.clients"));
        var options = clients.Select(row => row.GetValue<IDictionary<string, string>>(0));
        return options.Count(sent => sent?.TryGetValue("APPLICATION_NAME", out var name) == true && name == application);
    }
}
