using Lakehouse.Delta;

namespace Lakehouse.Engine;

/// <summary>A backfill that has begun and not ended.</summary>
/// <param name="Attempt">Its number, 1 for the view's first.</param>
/// <param name="Pin">What it computes.</param>
/// <param name="Parts">Finished parts by number.</param>
public sealed record BackfillState(long Attempt, BackfillPin Pin, IReadOnlyDictionary<int, BackfillPart> Parts);

/// <summary>What all processes that work on one backfill compute.</summary>
/// <param name="DefinitionHash">The view's hash.</param>
/// <param name="SilverVersion">The silver version read.</param>
/// <param name="ClockMicros">The clock.</param>
/// <param name="HorizonMicros">H.</param>
/// <param name="KnownAtMicros">The publish stamp of all rows.</param>
/// <param name="NullKeyEvents">Events left out because a key is NULL.</param>
/// <param name="Ranges">The parts: ranges of keys in ascending order, the first open below, the last open above.</param>
public sealed record BackfillPin(
    string DefinitionHash, long SilverVersion, long ClockMicros, long HorizonMicros, long KnownAtMicros, long NullKeyEvents, IReadOnlyList<BackfillRange> Ranges);

/// <summary>Keys from one on to the next range's.</summary>
/// <param name="From">The least key, one text per key column: UTF-8 bytes in hexadecimal for text, else the 64-bit number that codes it.</param>
/// <param name="Events">Events of these keys.</param>
public sealed record BackfillRange(IReadOnlyList<string> From, long Events);

/// <summary>A finished part.</summary>
/// <param name="Number">Position in <see cref="BackfillPin.Ranges"/>.</param>
/// <param name="Files">Its rows, in gold's directory, named by no commit yet.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Keys">Keys that got rows.</param>
/// <param name="Overflows">Cells set to NULL by the overflow rule.</param>
public sealed record BackfillPart(int Number, IReadOnlyList<StagedFile> Files, long Rows, long Keys, long Overflows);
