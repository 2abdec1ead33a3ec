using Microsoft.Extensions.Logging;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>What security logs; never credentials, keys or feature values.</summary>
internal static partial class SecurityLog
{
    [LoggerMessage(EventId = 100, EventName = "SecurityStale", Level = LogLevel.Error, Message = "Rules and keys cannot be read again; those read last stay in force")]
    public static partial void Stale(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 101, EventName = "SecurityFresh", Level = LogLevel.Warning, Message = "Rules and keys can be read again")]
    public static partial void Fresh(ILogger logger);

    [LoggerMessage(EventId = 102, EventName = "SecurityChanged", Level = LogLevel.Warning, Message = "Security was changed while the server runs: now it is {State}, with {Rules} rules")]
    public static partial void Changed(ILogger logger, string state, int rules);

    [LoggerMessage(EventId = 103, EventName = "CertificateTaken", Level = LogLevel.Warning, Message = "New connections get the replaced certificate {Subject}, which is good until {NotAfter:u}")]
    public static partial void CertificateTaken(ILogger logger, string subject, DateTime notAfter);

    [LoggerMessage(EventId = 104, EventName = "CertificateKept", Level = LogLevel.Error, Message = "The replaced files of the certificate cannot be used; the certificate loaded last stays in use")]
    public static partial void CertificateKept(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 110, EventName = "AuditFailed", Level = LogLevel.Error, Message = "The audit trail cannot be written; its rows wait in memory")]
    public static partial void AuditFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 111, EventName = "AuditBack", Level = LogLevel.Warning, Message = "The audit trail can be written again")]
    public static partial void AuditBack(ILogger logger);

    [LoggerMessage(EventId = 112, EventName = "AuditLeft", Level = LogLevel.Critical, Message = "The server stops with {Rows} rows of the audit trail that could not be written")]
    public static partial void AuditLeft(ILogger logger, int rows);
}
