namespace Lakehouse.Serving.Internal.Security;

/// <summary>A call that was let in, until <see cref="AccessGate.Leave"/>; the default one is of a server without security.</summary>
internal readonly record struct AccessTicket;
