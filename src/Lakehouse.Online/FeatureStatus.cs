namespace Lakehouse.Online;

/// <summary>What a looked-up value is (semantics §2).</summary>
public enum FeatureStatus
{
    /// <summary>A value.</summary>
    Present = 1,

    /// <summary>A row is in force and its value is NULL.</summary>
    Null = 2,

    /// <summary>The row is older than the view's time to live; the value is withheld.</summary>
    Expired = 3,

    /// <summary>No row is in force, or it is retracted.</summary>
    Absent = 4,

    /// <summary>The instant lies before what the store keeps; no value is given.</summary>
    OutOfRange = 5,

    /// <summary>The value could not be given, for a reason that concerns its row only; see <see cref="Sets.SetAnswer.Faults"/>.</summary>
    Error = 6,
}
