namespace Cassandra.Internal;

/// <summary>Runs handlers of the caller's on the driver's tasks.</summary>
internal static class Handlers
{
    /// <summary>Runs them; a failure of theirs ends as an unobserved task's does and stops nothing here.</summary>
    internal static void Run(Action handlers)
    {
        try
        {
            handlers();
        }
        catch (Exception e)
        {
            _ = Task.FromException(e);
        }
    }
}
