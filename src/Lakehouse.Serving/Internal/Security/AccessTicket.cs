using Lakehouse.Serving.Internal.Audit;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>A call that was let in, until <see cref="AccessGate.Leave"/>; the default one is of a server without security.</summary>
/// <param name="Event">What the audit trail will say of it.</param>
internal readonly record struct AccessTicket(AuditEvent Event);
