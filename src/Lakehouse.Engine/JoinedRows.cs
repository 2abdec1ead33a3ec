using Lakehouse.Features;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Engine;

/// <summary>The rows of a training join before the post-join step, in the spine's order; they can be read any number of times, and spill to disk when they are many.</summary>
public interface IJoinedRows
{
    /// <summary>
    /// The columns: the spine's own with <c>spine_row</c> first, then <c>view__feature</c> of each member, on-demand features included. A value that is expired or absent is NULL.
    /// </summary>
    IReadOnlyList<Field> Columns { get; }

    /// <summary>Number of rows.</summary>
    long Count { get; }

    /// <summary>Reads some columns of all rows.</summary>
    /// <param name="columns">Names out of <see cref="Columns"/>.</param>
    /// <param name="row">Takes one row: the values in the order of <paramref name="columns"/>; they are overwritten by the next row.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="EngineException">A name is none of <see cref="Columns"/>, or an on-demand feature overflows.</exception>
    void Read(IReadOnlyList<string> columns, Action<Value[]> row, CancellationToken ct);
}

/// <summary>A column of a training set that is computed from others of the same row by the evaluator that serving uses.</summary>
/// <param name="Name">Its name in the training set.</param>
/// <param name="Type">Type of its values.</param>
/// <param name="Inputs">Columns of <see cref="IJoinedRows.Columns"/>, or names of earlier computed columns.</param>
/// <param name="Compute">Its value from the inputs' values, in their order; the span may be longer and is reused from row to row. Called from one thread.</param>
public sealed record ComputedColumn(string Name, DataType Type, IReadOnlyList<string> Inputs, RowFunction Compute);
