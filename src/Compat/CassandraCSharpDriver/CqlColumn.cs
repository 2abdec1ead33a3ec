using Cassandra.Internal.Types;

namespace Cassandra;

/// <summary>A column of a result or a marker of a statement.</summary>
public class CqlColumn : ColumnDesc
{
    /// <summary>Where it stands, from 0.</summary>
    public int Index { get; set; }

    /// <summary>The CLR type that its values have when none is asked for.</summary>
    public Type Type { get; set; } = typeof(object);

    internal CqlType CqlType { get; init; } = CqlType.Scalar(ColumnTypeCode.Blob);
}
