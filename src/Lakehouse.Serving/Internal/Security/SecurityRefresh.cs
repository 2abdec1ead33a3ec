using System.Net;
using Lakehouse.Catalog.Security;
using Lakehouse.Serving.Security;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>Reads rules, API keys, keys of the issuer and certificates again, every few seconds; what cannot be read stays as it was.</summary>
internal sealed class SecurityRefresh(ServingOptions options, SecurityState state, ServerCertificates certificates, TimeProvider clock, ILogger<SecurityRefresh> log) : BackgroundService
{
    private static readonly TimeSpan FetchAgain = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FetchForUnknownKey = TimeSpan.FromSeconds(10);

    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(5) };
    private readonly SemaphoreSlim reading = new(1, 1);
    private (string Url, long At)? fetched;
    private bool isStale;

    /// <summary>Reads everything once before the first call can come.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Security.Source is { } source)
        {
            var facts = await source.ReadAsync(cancellationToken);
            if (Exposed(facts.Settings) is { } exposed) throw new ServingException(exposed);
            state.Policy = new(facts.Settings, facts.Projects);
            state.Credentials = new(facts.Keys, await VerifierAsync(facts.Settings.Jwt, known: null, isForced: false, isFirst: true, cancellationToken));
        }

        await base.StartAsync(cancellationToken);
    }

    /// <summary>The issuer's keys read anew for a token that names one which is not known, at most every ten seconds.</summary>
    public async Task<JwtVerifier> NewerKeysAsync(JwtVerifier known, CancellationToken ct)
    {
        await reading.WaitAsync(ct);
        try
        {
            if (state.Credentials.Jwt is { } current && !ReferenceEquals(current, known)) return current;
            var newer = await VerifierAsync(known.Settings, known, isForced: true, isFirst: false, ct);
            if (newer is null || ReferenceEquals(newer, known)) return known;
            state.Credentials = new(state.Credentials.ApiKeys, newer);
            return newer;
        }
        catch (ServingException e)
        {
            Note(e);
            return known;
        }
        finally
        {
            reading.Release();
        }
    }

    public override void Dispose()
    {
        client.Dispose();
        reading.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Security.RefreshInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            certificates.Refresh();
            if (options.Security.Source is not { } source) continue;
            await reading.WaitAsync(stoppingToken);
            try
            {
                await RefreshAsync(source, stoppingToken);
                if (isStale) SecurityLog.Fresh(log);
                isStale = false;
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                Note(e);
            }
            finally
            {
                reading.Release();
            }
        }
    }

    private async Task RefreshAsync(ISecuritySource source, CancellationToken ct)
    {
        var facts = await source.ReadAsync(ct);
        // A lake that is away for a moment, or a file amid being replaced, says nothing, and must not let everybody in.
        if (state.Policy.IsEnabled && ReferenceEquals(facts.Settings, SecuritySettings.Off))
            throw new ServingException("lakehouse.yaml is gone, or says nothing of serving.security any more. Where security is to be off, write 'enabled: false' there.");
        if (Exposed(facts.Settings) is { } exposed) throw new ServingException(exposed);
        var before = state.Credentials;
        var jwt = await VerifierAsync(facts.Settings.Jwt, before.Jwt, isForced: false, isFirst: false, ct);
        if (!ReferenceEquals(jwt, before.Jwt) || !before.ApiKeys.SequenceEqual(facts.Keys)) state.Credentials = new(facts.Keys, jwt);
        var policy = state.Policy;
        if (ReferenceEquals(policy.Settings, facts.Settings) && IsSame(policy.Projects, facts.Projects)) return;
        if (!ReferenceEquals(policy.Settings, facts.Settings)) SecurityLog.Changed(log, facts.Settings.Enabled ? "on" : "off", facts.Settings.Rules.Length);
        state.Policy = new(facts.Settings, facts.Projects);
    }

    /// <summary>The verifier of the issuer as it is now; the one known where nothing changed.</summary>
    private async Task<JwtVerifier?> VerifierAsync(JwtSettings? settings, JwtVerifier? known, bool isForced, bool isFirst, CancellationToken ct)
    {
        if (settings is null) return null;
        var keys = settings.KeysFile is { } file ? await JwtKeys.ReadFileAsync(file, ct) : await FetchedAsync(settings.KeysUrl!, known?.Keys, isForced, isFirst, ct);
        return known is not null && known.Settings == settings && known.Keys.Text == keys.Text ? known : new(settings, keys, clock);
    }

    private async Task<JwtKeys> FetchedAsync(string url, JwtKeys? known, bool isForced, bool isFirst, CancellationToken ct)
    {
        // What was not to be had is asked for as often as an unknown key.
        var again = isForced || known is null or { Signing.Count: 0 } ? FetchForUnknownKey : FetchAgain;
        if (known is not null && fetched is { } last && last.Url == url && clock.GetElapsedTime(last.At) < again) return known;
        fetched = (url, clock.GetTimestamp());
        try
        {
            return await JwtKeys.FetchAsync(client, url, ct);
        }
        catch (ServingException e) when (isFirst)
        {
            // Callers with other credentials need not wait for the issuer.
            Note(e);
            return JwtKeys.None;
        }
    }

    private string? Exposed(SecuritySettings settings)
    {
        if (!settings.Enabled || options.Security.Tls is not null || options.Security.AllowPlaintext || IPAddress.IsLoopback(IPAddress.Parse(options.Address))) return null;
        return $"serving.security wants credentials, and {options.Address} is reached from other machines without TLS: they could be read on the way. "
            + "Give --tls-cert and --tls-key, or --allow-plaintext where a proxy in front of the service ends TLS.";
    }

    private void Note(Exception e)
    {
        if (!isStale) SecurityLog.Stale(log, e);
        isStale = true;
    }

    private static bool IsSame(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        ReferenceEquals(one, other) || (one.Count == other.Count && one.All(p => other.TryGetValue(p.Key, out var project) && project == p.Value));
}
