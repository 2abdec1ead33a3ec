namespace Cassandra.Internal.Wire;

/// <summary>A message to a node.</summary>
internal interface IRequest
{
    /// <summary>The kind of the message.</summary>
    Opcode Opcode { get; }

    /// <summary>Tracing and custom payload; <see cref="Write"/> writes the payload itself, before the rest.</summary>
    FrameFlags Flags => FrameFlags.None;

    /// <summary>The columns of the answer when they are known; the answer then shares them in place of decoding its own.</summary>
    RowSetMetadata? ResultMetadata => null;

    /// <summary>Writes the body, on the caller's thread.</summary>
    /// <exception cref="InvalidTypeException">A value's CLR type does not fit its marker.</exception>
    void Write(FrameWriter writer);
}
