using Lakehouse.Serving.Internal.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>What security adds to the server: services, a middleware before routing, and TLS on its ports.</summary>
internal static class SecurityPart
{
    public static void Add(IServiceCollection services, ServingOptions options)
    {
        services.AddSingleton(options.Security).AddSingleton<SecurityState>().AddSingleton<Quotas>().AddSingleton<CertificateCallers>().AddSingleton<ServerCertificates>();
        services.AddSingleton<Authenticator>().AddSingleton<AuthenticationMiddleware>().AddSingleton<AccessGate>();
        services.AddSingleton<SecurityRefresh>().AddHostedService(s => s.GetRequiredService<SecurityRefresh>());
        services.AddSingleton<AuditWriter>();
        // After the refresh, which says whether there is a trail; it stops after the listener, so that no call ends unrecorded.
        if (options.Security.Source is not null) services.AddHostedService(s => s.GetRequiredService<AuditWriter>());
    }

    /// <summary>Before routing and after what counts requests.</summary>
    public static void Use(WebApplication app)
    {
        if (app.Services.GetRequiredService<ServingOptions>().Security.Source is null) return;
        var middleware = app.Services.GetRequiredService<AuthenticationMiddleware>();
        app.Use(next => http => middleware.InvokeAsync(http, next));
    }

    /// <summary>Makes a port one of TLS where that is configured; for every port that serves features.</summary>
    public static void Secure(ListenOptions listen, ServingOptions options)
    {
        if (options.Security.Tls is null) return;
        var certificates = listen.ApplicationServices.GetRequiredService<ServerCertificates>();
        listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => new(certificates.OptionsFor(listen.Protocols)) });
    }
}
