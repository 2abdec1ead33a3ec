using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Testing;

/// <summary>Evaluates a view on typed rows in memory and at instants: unit tests of definitions need no lake.</summary>
/// <example><code>ViewTester.Of(new FlightsProject(), "airport_delays@1").Given(flight1, flight2).At("ORD", instant).Should().HaveValue("departures_1h", 2);</code></example>
public sealed class ViewTester
{
    private readonly ViewDefinition view;
    private readonly List<Value[]> rows = [];

    private ViewTester(ViewDefinition view) => this.view = view;

    /// <summary>A tester of one view of a project.</summary>
    /// <param name="project">The project.</param>
    /// <param name="view">The view as <c>name@N</c>.</param>
    /// <exception cref="ArgumentException">The project has no such view.</exception>
    public static ViewTester Of(FeatureProject project, string view)
    {
        var id = VersionedName.Parse(view);
        var definition = project.Build();
        return new(definition.Views.FirstOrDefault(v => v.Id == id)
            ?? throw new ArgumentException($"The project has no view {view}; it has {string.Join(", ", definition.Views.Select(v => v.Id))}.", nameof(view)));
    }

    /// <summary>Adds contract rows as they are; neither mapping nor rules are applied.</summary>
    /// <typeparam name="T">The contract record.</typeparam>
    public ViewTester Given<T>(params IReadOnlyList<T> contractRows)
        where T : notnull
    {
        rows.AddRange(contractRows.Select(row => ClrValues.ReadRecord(row, EntityView.Contract.Schema)));
        return this;
    }

    /// <summary>The features of a key at an instant, as a lookup gives them.</summary>
    /// <param name="key">A scalar, or the entity's key record.</param>
    /// <param name="at">The instant.</param>
    public FeatureValues At(object key, DateTimeOffset at)
    {
        var keys = EntityView.Entity.Keys;
        var isRecord = ClrRecord(key, keys);
        var lookup = new ViewOracle(EntityView, rows).Lookup(isRecord ? ClrValues.ReadRecord(key, keys) : [ClrValues.FromClr(key, keys[0].Type)], Micros(at));
        return new(view, lookup.Values, lookup.Statuses);
    }

    /// <summary>The gold rows of a full run over the given rows.</summary>
    /// <param name="frontier">Up to which instant; values that decay later are left out.</param>
    public GoldRows Gold(DateTimeOffset frontier) => new(EntityView, new ViewOracle(EntityView, rows).Rows(Micros(frontier)), Micros(frontier));

    /// <summary>The features of an on-demand view for a request; fields left out are NULL.</summary>
    public FeatureValues Request(params (string Name, object? Value)[] fields)
    {
        var onDemand = view as OnDemandViewDefinition ?? throw new InvalidOperationException($"View {view.Id} is computed from events; ask it by At(key, instant).");
        if (fields.FirstOrDefault(f => onDemand.Inputs.All(i => i.Name != f.Name)).Name is { } unknown)
            throw new ArgumentException($"View {view.Id} has no input {unknown}; it has {string.Join(", ", onDemand.Inputs.Select(i => i.Name))}.", nameof(fields));
        Value[] row = [.. onDemand.Inputs.Select(i => ClrValues.FromClr(fields.FirstOrDefault(f => f.Name == i.Name).Value, i.Type))];
        Value[] values = [.. onDemand.Columns.Select(c => ExpressionCompiler.Compile(c.Expression, onDemand.Inputs)(row))];
        return new(view, values, [.. values.Select(v => v.IsNull ? ExpectedStatus.Null : ExpectedStatus.Present)]);
    }

    private EntityViewDefinition EntityView =>
        view as EntityViewDefinition ?? throw new InvalidOperationException($"View {view.Id} is computed from the request; ask it by Request(…).");

    private static bool ClrRecord(object key, IReadOnlyList<Field> keys) =>
        keys.Count > 1 || (key is not string && key.GetType() is { IsPrimitive: false, Namespace: not "System" });

    private static long Micros(DateTimeOffset at) => ClrValues.FromClr(at, DataType.Timestamp).AsInt64;
}
