namespace Cassandra;

/// <summary>How frames are compressed.</summary>
public enum CompressionType
{
    /// <summary>Not at all.</summary>
    NoCompression = 0,

    /// <summary>By Snappy.</summary>
    Snappy = 1,

    /// <summary>By LZ4.</summary>
    LZ4 = 2,
}
