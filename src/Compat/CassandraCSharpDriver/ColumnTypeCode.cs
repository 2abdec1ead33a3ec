namespace Cassandra;

/// <summary>The type of a column; the numbers are the options of the protocol.</summary>
public enum ColumnTypeCode : short
{
    /// <summary>A type named by its server class, vectors included.</summary>
    Custom = 0x00,

    /// <summary>ascii.</summary>
    Ascii = 0x01,

    /// <summary>bigint.</summary>
    Bigint = 0x02,

    /// <summary>blob.</summary>
    Blob = 0x03,

    /// <summary>boolean.</summary>
    Boolean = 0x04,

    /// <summary>counter.</summary>
    Counter = 0x05,

    /// <summary>decimal.</summary>
    Decimal = 0x06,

    /// <summary>double.</summary>
    Double = 0x07,

    /// <summary>float.</summary>
    Float = 0x08,

    /// <summary>int.</summary>
    Int = 0x09,

    /// <summary>text in protocols before version 3.</summary>
    Text = 0x0A,

    /// <summary>timestamp.</summary>
    Timestamp = 0x0B,

    /// <summary>uuid.</summary>
    Uuid = 0x0C,

    /// <summary>text and varchar.</summary>
    Varchar = 0x0D,

    /// <summary>varint.</summary>
    Varint = 0x0E,

    /// <summary>timeuuid.</summary>
    Timeuuid = 0x0F,

    /// <summary>inet.</summary>
    Inet = 0x10,

    /// <summary>date.</summary>
    Date = 0x11,

    /// <summary>time.</summary>
    Time = 0x12,

    /// <summary>smallint.</summary>
    SmallInt = 0x13,

    /// <summary>tinyint.</summary>
    TinyInt = 0x14,

    /// <summary>duration.</summary>
    Duration = 0x15,

    /// <summary>list.</summary>
    List = 0x20,

    /// <summary>map.</summary>
    Map = 0x21,

    /// <summary>set.</summary>
    Set = 0x22,

    /// <summary>A user-defined type.</summary>
    Udt = 0x30,

    /// <summary>tuple.</summary>
    Tuple = 0x31,
}
