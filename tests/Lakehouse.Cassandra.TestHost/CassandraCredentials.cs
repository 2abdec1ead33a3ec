namespace Lakehouse.Cassandra.TestHost;

/// <summary>A role that can log in.</summary>
/// <param name="User">Its name.</param>
/// <param name="Password">Its password, made for this cluster.</param>
public sealed record CassandraCredentials(string User, string Password)
{
    /// <summary>The name only: a failed test prints it.</summary>
    public override string ToString() => User;
}
