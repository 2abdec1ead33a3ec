namespace Lakehouse.Azure.Double;

/// <summary>What goes wrong with one request.</summary>
public enum FaultKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>503 ServerBusy before the request is carried out.</summary>
    Busy,

    /// <summary>500 InternalError before the request is carried out.</summary>
    Error,

    /// <summary>The request is carried out, and the connection breaks before the answer.</summary>
    LostAnswer,

    /// <summary>The answer breaks off in the middle of its body.</summary>
    TruncatedBody,
}

/// <summary>What goes wrong with one request, and how long it waits first; a client that gives up meanwhile does not stop it.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Delay">How long the request waits before it is looked at.</param>
public readonly record struct Fault(FaultKind Kind, TimeSpan Delay = default);
