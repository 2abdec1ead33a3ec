namespace Lakehouse.Delta.Acceptance.Tests.Fuzz;

/// <summary>What may come of reading a table with a mutated file.</summary>
public enum Outcome
{
    /// <summary>The rows of the untouched table: the meaning did not change.</summary>
    SameRows,

    /// <summary>The rows of the untouched table, or a refusal: the change is noticed wherever it matters.</summary>
    SameRowsOrRefusal,

    /// <summary>The rows of some version of the untouched table, or a refusal: something is gone, and must not be missing in silence.</summary>
    RowsOfAVersionOrRefusal,

    /// <summary>Rows or a refusal: the file says something else now, and nothing in the format tells that it once said otherwise.</summary>
    AnyRowsOrRefusal,
}

/// <summary>A change of one file of a table.</summary>
/// <param name="File">Path below the table.</param>
/// <param name="Kind">What was done.</param>
/// <param name="Content">The file's new content, or null when it is removed.</param>
/// <param name="Allowed">What may come of it.</param>
public sealed record Mutation(string File, string Kind, byte[]? Content, Outcome Allowed);
