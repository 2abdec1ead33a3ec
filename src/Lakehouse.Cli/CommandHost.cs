namespace Lakehouse.Cli;

/// <summary>What verbs get from the process: where to write and what time it is.</summary>
/// <param name="Terminal">Where to write.</param>
/// <param name="Clock">The wall clock.</param>
internal sealed record CommandHost(Terminal Terminal, TimeProvider Clock);
