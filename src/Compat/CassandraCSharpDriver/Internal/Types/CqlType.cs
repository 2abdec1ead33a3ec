using Cassandra.Internal.Wire;

namespace Cassandra.Internal.Types;

/// <summary>A CQL type as the protocol describes it.</summary>
internal sealed class CqlType
{
    private const int MaxDepth = 32;

    private static readonly CqlType?[] Scalars = new CqlType?[(int)ColumnTypeCode.Duration + 1];

    private CqlType(ColumnTypeCode code, CqlType[] arguments)
    {
        Code = code;
        Arguments = arguments;
    }

    /// <summary>The option of the protocol; durations and vectors have their own meaning here, whatever the version calls them.</summary>
    public ColumnTypeCode Code { get; }

    /// <summary>Element, key and value, parts of a tuple, or fields.</summary>
    public CqlType[] Arguments { get; }

    /// <summary>The server's class of a custom type; the name of a user-defined one.</summary>
    public string? Name { get; private init; }

    /// <summary>Names of the fields of a user-defined type.</summary>
    public string[] FieldNames { get; private init; } = [];

    /// <summary>Elements of a vector; 0 for any other type.</summary>
    public int Dimensions { get; private init; }

    /// <summary>Whether this is a vector, which has no code of its own.</summary>
    public bool IsVector => Dimensions > 0;

    public static CqlType Scalar(ColumnTypeCode code) => Scalars[(int)code] ??= new CqlType(code, []);

    public static CqlType ListOf(CqlType element) => new(ColumnTypeCode.List, [element]);

    public static CqlType SetOf(CqlType element) => new(ColumnTypeCode.Set, [element]);

    public static CqlType MapOf(CqlType key, CqlType value) => new(ColumnTypeCode.Map, [key, value]);

    public static CqlType TupleOf(params CqlType[] parts) => new(ColumnTypeCode.Tuple, parts);

    public static CqlType VectorOf(CqlType element, int dimensions, string? name = null) => new(ColumnTypeCode.Custom, [element]) { Dimensions = dimensions, Name = name };

    public static CqlType Custom(string name) => CustomType.Parse(name) ?? new CqlType(ColumnTypeCode.Custom, []) { Name = name };

    /// <summary>Reads one type of a column's description.</summary>
    public static CqlType Read(ref FrameReader reader, int depth = 0)
    {
        if (depth > MaxDepth) throw new DriverInternalError($"A type in an answer is nested more than {MaxDepth} deep");
        var code = (ColumnTypeCode)reader.ReadUInt16();
        return code switch
        {
            ColumnTypeCode.Custom => Custom(reader.ReadString()),
            ColumnTypeCode.List or ColumnTypeCode.Set => new CqlType(code, [Read(ref reader, depth + 1)]),
            ColumnTypeCode.Map => new CqlType(code, [Read(ref reader, depth + 1), Read(ref reader, depth + 1)]),
            ColumnTypeCode.Tuple => new CqlType(code, ReadParts(ref reader, depth)),
            ColumnTypeCode.Udt => ReadUserType(ref reader, depth),
            > ColumnTypeCode.Custom and <= ColumnTypeCode.Duration => Scalar(code),
            _ => throw new DriverInternalError($"A type in an answer has the unknown code {(int)code}"),
        };
    }

    /// <summary>The type's name in CQL.</summary>
    public override string ToString() => Code switch
    {
        ColumnTypeCode.Custom when IsVector => $"vector<{Arguments[0]}, {Dimensions}>",
        ColumnTypeCode.Custom or ColumnTypeCode.Udt => Name!,
        ColumnTypeCode.Varchar => "text",
        _ when Arguments.Length > 0 => $"{Code.ToString().ToLowerInvariant()}<{string.Join(", ", Arguments.AsEnumerable())}>",
        _ => Code.ToString().ToLowerInvariant(),
    };

    private static CqlType[] ReadParts(ref FrameReader reader, int depth)
    {
        var parts = new CqlType[reader.ReadCount(reader.ReadUInt16(), sizeof(ushort))];
        for (var i = 0; i < parts.Length; i++) parts[i] = Read(ref reader, depth + 1);
        return parts;
    }

    private static CqlType ReadUserType(ref FrameReader reader, int depth)
    {
        var name = $"{reader.ReadString()}.{reader.ReadString()}";
        var count = reader.ReadCount(reader.ReadUInt16(), 2 * sizeof(ushort));
        var names = new string[count];
        var types = new CqlType[count];
        for (var i = 0; i < count; i++)
        {
            names[i] = reader.ReadString();
            types[i] = Read(ref reader, depth + 1);
        }

        return new CqlType(ColumnTypeCode.Udt, types) { Name = name, FieldNames = names };
    }
}
