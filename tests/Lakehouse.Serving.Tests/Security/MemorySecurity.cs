using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Lakehouse.Catalog.Security;
using Lakehouse.Serving.Security;

namespace Lakehouse.Serving.Tests.Security;

/// <summary>Rules, keys and an audit trail without a lake around them.</summary>
public sealed class MemorySecurity : ISecuritySource
{
    private int reads;

    public SecuritySettings Settings { get; set; } = new() { Enabled = true, Audit = new() { Enabled = false } };

    public ConcurrentDictionary<string, ApiKey> Keys { get; } = new();

    public Dictionary<string, string> Projects { get; } = [];

    public ConcurrentQueue<AuditRecord> Trail { get; } = new();

    /// <summary>How often it was read.</summary>
    public int Reads => reads;

    /// <summary>Thrown while it is set.</summary>
    public Exception? Broken { get; set; }

    public Exception? TrailBroken { get; set; }

    /// <summary>Makes a key of a caller and returns its text.</summary>
    public string AddKey(string name, DateTimeOffset? expiresAt = null)
    {
        var id = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var text = $"lhk_{id}_{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_')}";
        Keys[id] = new(id, name, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text))), DateTimeOffset.UnixEpoch, expiresAt, RevokedAt: null);
        return text;
    }

    public void Revoke(string name)
    {
        foreach (var key in Keys.Values.Where(k => k.Name == name)) Keys[key.Id] = key with { RevokedAt = DateTimeOffset.UnixEpoch };
    }

    public Task<SecurityFacts> ReadAsync(CancellationToken ct)
    {
        Interlocked.Increment(ref reads);
        return Broken is { } e ? throw e : Task.FromResult(new SecurityFacts(Settings, [.. Keys.Values.OrderBy(k => k.Id)], Projects.ToDictionary()));
    }

    public Task PrepareAuditAsync(CancellationToken ct) => TrailBroken is { } e ? throw e : Task.CompletedTask;

    public Task AppendAuditAsync(long batch, IReadOnlyList<AuditRecord> rows, CancellationToken ct)
    {
        if (TrailBroken is { } e) throw e;
        foreach (var row in rows) Trail.Enqueue(row);
        return Task.CompletedTask;
    }
}
