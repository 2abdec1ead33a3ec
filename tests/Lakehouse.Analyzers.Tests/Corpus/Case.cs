namespace Lakehouse.Analyzers.Tests.Corpus;

/// <summary>A small definition, and the rule that it breaks.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Id">The diagnostic that names the broken rule; null where the definition is accepted.</param>
/// <param name="Body">The statements of <c>Define(ProjectBuilder p)</c>.</param>
/// <param name="Types">Types that it declares.</param>
public sealed record Case(string Name, string? Id, string Body, string Types = "")
{
    private string Members { get; init; } = "";

    /// <summary>The whole source file, in a namespace of its own.</summary>
    public string Source(int number) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using Corpus;
        using Lakehouse.Features;

        namespace Case{{number}};

        {{Types}}

        public sealed class CaseProject : FeatureProject
        {
            {{Members}}

            protected override void Define(ProjectBuilder p)
            {
                {{Body}}
            }
        }
        """;

    public override string ToString() => Name;

    internal Case With(string members) => this with { Members = members };

    internal static Case State(string? id, string expression) =>
        new(expression, id, $"""p.StateView("v", 1, Declare.Trips(p), by: p.Entity<string>("town"), key: t => t.City!).Feature("f", t => {expression});""");

    internal static Case OfWindow(string? id, string expression) =>
        new(expression, id, $"""p.WindowView("v", 1, Declare.Trips(p), by: p.Entity<string>("town"), key: t => t.City!).Over(Window.Hours(1)).Feature("f", w => {expression});""");

    internal static Case OfRequest(string? id, string expression) =>
        new(expression, id, $"""
            p.OnDemand("v", 1, p.Request("r").Field<long>("n").Field<double>("x").Field<decimal>("fee", 10, 2).Field<DateTimeOffset>("at"))
            .Feature("f", r => {expression});
            """);

    internal static Case Rule(string? id, string condition) => new(condition, id, $"""Declare.Trips(p).Require("rule", t => {condition});""");

    internal static Case View(string name, string? id, string chain) =>
        new(name, id, $"""p.WindowView("v", 1, Declare.Trips(p), by: p.Entity<string>("town"), key: t => t.City!){chain};""");

    internal static Case Contract(string name, string? id, string record, string mapping) => new(
        name, id, $"""p.Conform<RawTrip, Mine>(p.Source<RawTrip>("raw", Format.Parquet), (r, source) => {mapping});""",
        $"""[Contract("mine", version: 1)] public sealed record Mine({record});""");
}
