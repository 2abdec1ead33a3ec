using System.Net.Sockets;
using Cassandra;

namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>What the house says for the driver's exceptions; never a value, never a credential.</summary>
internal static class CassandraErrors
{
    private static readonly string[] MissingWords = ["does not exist", "doesn't exist", "unconfigured table"];

    /// <summary>What a node says that drops a table while it reads it.</summary>
    private const string DroppedMeanwhile = "Unknown CF";

    public static OnlineStoreException From(Exception error, string store, string doing)
    {
        var (why, transient) = Explain(error);
        return new($"Cannot {doing}: online store {store}: {why}.", error) { IsTransient = transient };
    }

    public static OnlineStoreException NotDeployed(string store, string view, long generation) =>
        new($"The online store {store} does not hold {view}{(generation == 0 ? "" : $" in generation {generation}")}; deploy the view (lakehouse sync {view}) first.");

    public static OnlineStoreException OtherMeaning(string store, string view, string have, string want) =>
        new($"The online store {store} holds {view} with another meaning: {have} there, {want} here. Register the changed view under a new version.");

    public static OnlineStoreException OtherFormat(string store, string have, string want) =>
        new($"The online store {store} is of another format: its table {have}, and this software needs {want}. Use the software that made it, or another keyspace and sync again.");

    public static OnlineStoreException TableGone(string store, string view, string table) =>
        new($"The online store {store} has lost the table {table} of {view}. Restore it, or sync the view again with --rebuild.");

    public static OnlineStoreException NoKeyspace(string store, string keyspace, Exception error) =>
        new($"The online store {store} has no keyspace {keyspace}. Create it, or name its replication in the settings.", error);

    public static OnlineStoreException OutcomeUnknown(string store, string doing) =>
        new($"Cannot tell whether the online store {store} did this: {doing}. Another writer changed the same place meanwhile; run the job again.") { IsTransient = true };

    /// <summary>True for the house's error about a table or keyspace that is not there.</summary>
    public static bool IsMissingTable(Exception error) =>
        error is OnlineStoreException { InnerException: { } inner } && inner switch
        {
            InvalidQueryException => MissingWords.Any(words => inner.Message.Contains(words, StringComparison.Ordinal)),
            ServerErrorException => inner.Message.Contains(DroppedMeanwhile, StringComparison.Ordinal),
            _ => false,
        };

    /// <summary>True for what the driver throws: everything else is a mistake of this software.</summary>
    public static bool IsOfDriver(Exception error) => error is DriverException or DriverInternalError or InitFatalErrorException or SocketException or TimeoutException;

    private static (string Why, bool IsTransient) Explain(Exception error) => error switch
    {
        NoHostAvailableException none => Explain(none),
        AuthenticationException => ("it refuses the user name or password; renew the credentials (they are read again for every connection)", false),
        UnauthorizedException => ("the role lacks a permission (SELECT and MODIFY on the keyspace; CREATE, ALTER and DROP to deploy); grant it, or use another role", false),
        UnavailableException few => ($"{few.RequiredReplicas} replicas are needed at {few.Consistency} and {few.AliveReplicas} are alive; it works again when enough nodes are back", true),
        ReadTimeoutException late => ($"{late.ReceivedAcknowledgements} of {late.RequiredAcknowledgements} replicas answered the read in time", true),
        WriteTimeoutException late => ($"{late.ReceivedAcknowledgements} of {late.RequiredAcknowledgements} replicas confirmed the write in time", true),
        ReadFailureException => ("replicas failed while they read; see the nodes' logs", true),
        WriteFailureException => ("replicas failed while they wrote; see the nodes' logs", true),
        OperationTimedOutException => ("a node did not answer in time", true),
        OverloadedException or IsBootstrappingException or TruncateException or BusyPoolException => ("its nodes are too busy or are starting; try again later", true),
        InvalidConfigurationInQueryException => ($"it refuses a setting: {error.Message}", false),
        InvalidQueryException or SyntaxError => ($"it refuses a statement: {error.Message}", false),
        SocketException or TimeoutException or DriverInternalError => ("a connection broke or could not be opened in time", true),
        _ => ($"the driver reports {error.GetType().Name}", false),
    };

    private static (string Why, bool IsTransient) Explain(NoHostAvailableException none)
    {
        if (none.Errors.Values.FirstOrDefault(e => e is AuthenticationException) is { } refused) return Explain(refused);
        if (none.Errors.Values.FirstOrDefault(e => e is OnlineStoreException) is { } own) return (own.Message.TrimEnd('.'), false);
        var nodes = string.Join(", ", none.Errors.Select(e => $"{e.Key} ({e.Value.GetType().Name})"));
        return (nodes.Length == 0 ? "no node could be reached" : $"no node could serve: {nodes}", true);
    }
}
