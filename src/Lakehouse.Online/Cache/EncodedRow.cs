namespace Lakehouse.Online.Cache;

/// <summary>What whoever answers from the near cache has made of a row, kept as long as the row is.</summary>
/// <param name="Bytes">All columns in the view's order, each as the answer to a single key has it.</param>
/// <param name="Nulls">How many of the columns hold no value.</param>
public sealed record EncodedRow(byte[] Bytes, int Nulls);
