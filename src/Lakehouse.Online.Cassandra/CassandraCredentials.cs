namespace Lakehouse.Online.Cassandra;

/// <summary>Where the user name and password are; they are read again for every new connection, so that a changed password needs no restart.</summary>
public sealed record CassandraCredentials
{
    private readonly string? file;
    private readonly (string User, string Password)? variables;

    private CassandraCredentials(string? file, (string User, string Password)? variables) => (this.file, this.variables) = (file, variables);

    /// <summary>A file whose first line is the user name and whose second is the password.</summary>
    public static CassandraCredentials FromFile(string path) => new(Path.GetFullPath(path), variables: null);

    /// <summary>Two environment variables.</summary>
    public static CassandraCredentials FromEnvironment(string userVariable = "LAKEHOUSE_CASSANDRA_USER", string passwordVariable = "LAKEHOUSE_CASSANDRA_PASSWORD") =>
        new(file: null, (userVariable, passwordVariable));

    /// <summary>Says where the credentials are, never what they are.</summary>
    public override string ToString() => file is not null ? $"file {file}" : $"environment variables {variables!.Value.User} and {variables.Value.Password}";

    /// <summary>The user name and password as they are now.</summary>
    /// <exception cref="OnlineStoreException">They are not there.</exception>
    internal (string User, string Password) Read()
    {
        if (variables is { } names) return (Variable(names.User), Variable(names.Password));
        string[] lines;
        try
        {
            lines = File.ReadAllLines(file!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OnlineStoreException($"The credentials of the online store cannot be read: {file} is not there or may not be read. Name a file with the user name and the password in two lines.", e);
        }

        return lines is [{ Length: > 0 } user, { Length: > 0 } password, ..]
            ? (user, password)
            : throw new OnlineStoreException($"The credentials of the online store cannot be read: {file} must hold the user name in its first line and the password in its second.");
    }

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : throw new OnlineStoreException($"The credentials of the online store cannot be read: the environment variable {name} is not set.");
}
