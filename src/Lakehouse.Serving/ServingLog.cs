using Microsoft.Extensions.Logging;

namespace Lakehouse.Serving;

/// <summary>What the server logs; never keys or feature values.</summary>
internal static partial class ServingLog
{
    [LoggerMessage(EventId = 1, EventName = "StoreFailed", Level = LogLevel.Error,
        Message = "A lookup in {Set} failed because the online store cannot be read ({Count} since the last such line)")]
    public static partial void StoreFailed(ILogger logger, string set, long count, Exception exception);

    [LoggerMessage(EventId = 2, EventName = "LookupFailed", Level = LogLevel.Error, Message = "A lookup in {Set} failed unexpectedly ({Count} since the last such line)")]
    public static partial void LookupFailed(ILogger logger, string set, long count, Exception exception);

    [LoggerMessage(EventId = 3, EventName = "NotReady", Level = LogLevel.Warning, Message = "The server is not ready: the online store cannot be read")]
    public static partial void NotReady(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 4, EventName = "StoreLeftAlone", Level = LogLevel.Warning, Message = "Online store {Store} is left alone: several reads in a row failed or were slow; lookups go to the others")]
    public static partial void StoreLeftAlone(ILogger logger, string store, Exception? exception);

    [LoggerMessage(EventId = 5, EventName = "StoreIsBack", Level = LogLevel.Warning, Message = "Online store {Store} can be read; lookups go to it again")]
    public static partial void StoreIsBack(ILogger logger, string store);

    [LoggerMessage(EventId = 40, EventName = "PushFailed", Level = LogLevel.Error, Message = "Events for {Contract} were not taken ({Count} such calls since the last such line)")]
    public static partial void PushFailed(ILogger logger, string contract, long count, Exception exception);

    [LoggerMessage(EventId = 30, EventName = "WarmUpFailed", Level = LogLevel.Warning, Message = "{What} could not be warmed up; its first calls will be slow or fail")]
    public static partial void WarmUpFailed(ILogger logger, string what, Exception exception);

    [LoggerMessage(EventId = 31, EventName = "WarmUpLate", Level = LogLevel.Warning, Message = "The warm-up has not ended within {Patience}; the server takes calls all the same")]
    public static partial void WarmUpLate(ILogger logger, TimeSpan patience);

    [LoggerMessage(EventId = 6, EventName = "RowsFailed", Level = LogLevel.Error,
        Message = "{Rows} rows of a lookup in {Set} could not be given ({Count} such failures since the last such line)")]
    public static partial void RowsFailed(ILogger logger, int rows, string set, long count, Exception exception);

    [LoggerMessage(EventId = 7, EventName = "CallRejected", Level = LogLevel.Warning, Message = "A call from {Peer} was rejected: {Reason} ({Count} rejected since the last such line)")]
    public static partial void CallRejected(ILogger logger, string peer, string reason, long count);
}
