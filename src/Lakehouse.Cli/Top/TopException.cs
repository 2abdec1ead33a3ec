namespace Lakehouse.Cli.Top;

/// <summary>The metrics of a service cannot be read; the message says where and what to do.</summary>
internal sealed class TopException(string message, Exception inner) : Exception(message, inner);
