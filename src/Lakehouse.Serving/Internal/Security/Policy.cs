using System.Collections.Immutable;
using Lakehouse.Catalog.Security;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>The rules in force: what none of them allows is refused.</summary>
/// <param name="settings">The rules.</param>
/// <param name="projects">The project of each registered set.</param>
internal sealed class Policy(SecuritySettings settings, IReadOnlyDictionary<string, string> projects)
{
    public static Policy Off { get; } = new(SecuritySettings.Off, ImmutableDictionary<string, string>.Empty);

    public SecuritySettings Settings => settings;

    public IReadOnlyDictionary<string, string> Projects => projects;

    public bool IsEnabled => settings.Enabled;

    public bool MayRead(Caller caller, string set)
    {
        projects.TryGetValue(set, out var project);
        foreach (var rule in settings.Rules)
        {
            if (IsFor(rule, caller) && (rule.Sets.Any(p => Pattern.FitsVersioned(p, set)) || (project is not null && rule.Projects.Any(p => Pattern.Fits(p, project))))) return true;
        }

        return false;
    }

    public bool MayPush(Caller caller, string contract) => settings.Rules.Any(rule => IsFor(rule, caller) && rule.Push.Any(p => Pattern.FitsVersioned(p, contract)));

    /// <summary>The first quota that fits; null for a caller without.</summary>
    public CallerQuota? QuotaOf(string caller) => settings.Quotas.FirstOrDefault(q => Pattern.Fits(q.Caller, caller));

    private static bool IsFor(AccessRule rule, Caller caller) =>
        (rule.Callers.IsEmpty || rule.Callers.Any(p => Pattern.Fits(p, caller.Name)))
        && (rule.Roles.IsEmpty || rule.Roles.Any(r => caller.Roles.Contains(r)))
        && rule.Claims.All(c => caller.Claims.TryGetValue(c.Key, out var values) && values.Contains(c.Value));
}
