namespace Lakehouse.Cli.Doctor;

/// <summary>What the doctor found about one thing.</summary>
/// <param name="Name">The thing.</param>
/// <param name="Ok">True when it is there and works.</param>
/// <param name="Required">False for what only some commands need.</param>
/// <param name="Found">What was found.</param>
/// <param name="Fix">How to get it; null when it is fine.</param>
internal sealed record Check(string Name, bool Ok, bool Required, string Found, string? Fix = null);
