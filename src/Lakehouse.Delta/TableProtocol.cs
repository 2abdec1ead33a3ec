namespace Lakehouse.Delta;

/// <summary>What a table asks of its readers and writers (Delta protocol, §Protocol Evolution).</summary>
/// <param name="MinReaderVersion">Version of the reader protocol.</param>
/// <param name="MinWriterVersion">Version of the writer protocol.</param>
/// <param name="ReaderFeatures">Features that readers must know; empty below version 3.</param>
/// <param name="WriterFeatures">Features that writers must know; empty below version 7.</param>
public sealed record TableProtocol(int MinReaderVersion, int MinWriterVersion, IReadOnlyList<string> ReaderFeatures, IReadOnlyList<string> WriterFeatures);
