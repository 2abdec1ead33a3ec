namespace Lakehouse.Conformance.Tests;

/// <summary>When a step of a history maintains the lake.</summary>
[Flags]
public enum Upkeep
{
    None,

    /// <summary>After files arrived and before they are conformed.</summary>
    BeforeRun,

    /// <summary>When everything is up to date.</summary>
    AfterRun,
}
