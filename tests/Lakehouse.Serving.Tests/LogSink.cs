using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Lakehouse.Serving.Tests;

/// <summary>Keeps what the server logs.</summary>
public sealed class LogSink : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{logLevel} {eventId.Name}: {formatter(state, exception)} {exception?.Message}");

    public void Dispose() { }
}
