namespace Lakehouse.Engine.Spark.Views;

/// <summary>A window as the texts name it.</summary>
/// <param name="Index">Its number in the view.</param>
/// <param name="Length">Microseconds; null for lifetime.</param>
/// <param name="Place">Which of an event's rows is its leaving this window; 0 for lifetime, which it never leaves.</param>
internal sealed record ViewWindow(int Index, long? Length, int Place)
{
    /// <summary>Whether events leave.</summary>
    public bool Ends => Length is not null;

    /// <summary>The block of the instant <c>ts</c>: blocks are as long as the window; one block for ever for lifetime.</summary>
    public string Block => Length is { } length ? $"(ts - pmod(ts, {length}L))" : "0L";
}
