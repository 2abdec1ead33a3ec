using Lakehouse.Catalog;
using Lakehouse.Features;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Pipelines.Fits;

/// <summary>Fits of feature sets: which there are, and which one lookups take.</summary>
public static class FitJob
{
    /// <summary>All fits, by training set and version.</summary>
    public static Task<IReadOnlyList<TrainingFit>> ListAsync(JobContext context, CancellationToken ct) => context.Catalog.ListFitsAsync(ct);

    /// <summary>The fit of a name.</summary>
    /// <param name="context">Lake, catalog, engine.</param>
    /// <param name="name">A training set's name, with <c>@version</c> or for its newest fit.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="JobException">There is none.</exception>
    public static async Task<TrainingFit> ShowAsync(JobContext context, string name, CancellationToken ct)
    {
        var known = await context.Catalog.ListFitsAsync(ct);
        return known.LastOrDefault(f => f.Name == name || f.TrainingSet == name) ?? throw NotFound(name, known);
    }

    /// <summary>Makes a fit the one that lookups of a set take when they name none.</summary>
    /// <param name="context">Lake, catalog, engine.</param>
    /// <param name="set">The set.</param>
    /// <param name="name">A training set's name, with <c>@version</c> or for its newest fit.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="JobException">There is no such fit, or it belongs to another set.</exception>
    public static async Task<TrainingFit> SetDefaultAsync(JobContext context, VersionedName set, string name, CancellationToken ct)
    {
        var hash = (await context.Catalog.GetSetAsync(set, ct)).Hash;
        var fit = await ShowAsync(context, name, ct);
        if (fit.SetHash != hash) throw new JobException(3, $"Fit {fit.Name} belongs to set {fit.Set} {fit.SetHash}, not to {set} {hash}. Name a fit of this set.");
        await context.Catalog.SetDefaultFitAsync(fit, ct);
        return fit with { IsDefault = true };
    }

    /// <summary>The parameters that a lookup of a set takes.</summary>
    /// <param name="context">Lake, catalog, engine.</param>
    /// <param name="set">The set.</param>
    /// <param name="name">The fit's name, or null for the set's default.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Null where no name is given and the set has no default.</returns>
    /// <exception cref="JobException">There is no fit of that name.</exception>
    internal static async Task<SetFit?> FindAsync(JobContext context, VersionedName set, string? name, CancellationToken ct)
    {
        if (await context.Catalog.FindFitAsync(set, name, ct) is { } fit) return fit.Read();
        return name is null ? null : throw NotFound(name, await context.Catalog.ListFitsAsync(ct));
    }

    private static JobException NotFound(string name, IReadOnlyList<TrainingFit> known) =>
        new(1, $"There is no fit {name} in the lake ({(known.Count == 0 ? "none was made: build a training set of a set with fitted transforms" : "there are " + string.Join(", ", known.Select(f => f.Name)))}).");
}
