namespace Cassandra;

/// <summary>The cluster could not be initialised, and will not try again.</summary>
public class InitFatalErrorException : Exception
{
    /// <summary>The failure that ended the initialisation.</summary>
    public InitFatalErrorException(Exception innerException)
        : base("An error occurred during the initialization of the cluster instance. Further initialization attempts will not be performed.", innerException)
    {
    }
}
