using System.Collections;
using System.Net;
using System.Numerics;

namespace Cassandra.Internal.Types;

/// <summary>Which CLR type a CQL type is read as when none is asked for, and which CQL type a CLR value is sent as when none is known.</summary>
internal static class ClrTypes
{
    private static readonly Dictionary<Type, ColumnTypeCode> Guesses = new()
    {
        [typeof(string)] = ColumnTypeCode.Varchar,
        [typeof(long)] = ColumnTypeCode.Bigint,
        [typeof(byte[])] = ColumnTypeCode.Blob,
        [typeof(bool)] = ColumnTypeCode.Boolean,
        [typeof(decimal)] = ColumnTypeCode.Decimal,
        [typeof(double)] = ColumnTypeCode.Double,
        [typeof(float)] = ColumnTypeCode.Float,
        [typeof(int)] = ColumnTypeCode.Int,
        [typeof(DateTimeOffset)] = ColumnTypeCode.Timestamp,
        [typeof(DateTime)] = ColumnTypeCode.Timestamp,
        [typeof(Guid)] = ColumnTypeCode.Uuid,
        [typeof(BigInteger)] = ColumnTypeCode.Varint,
        [typeof(TimeUuid)] = ColumnTypeCode.Timeuuid,
        [typeof(IPAddress)] = ColumnTypeCode.Inet,
        [typeof(LocalDate)] = ColumnTypeCode.Date,
        [typeof(LocalTime)] = ColumnTypeCode.Time,
        [typeof(short)] = ColumnTypeCode.SmallInt,
        [typeof(sbyte)] = ColumnTypeCode.TinyInt,
        [typeof(Duration)] = ColumnTypeCode.Duration,
    };

    private static readonly Type[] Tuples =
    [
        typeof(Tuple<>), typeof(Tuple<,>), typeof(Tuple<,,>), typeof(Tuple<,,,>), typeof(Tuple<,,,,>), typeof(Tuple<,,,,,>), typeof(Tuple<,,,,,,>),
    ];

    /// <summary>The type of <c>row[i]</c>; blobs, user-defined and unknown types are bytes.</summary>
    public static Type DefaultOf(CqlType type) => type.Code switch
    {
        ColumnTypeCode.Ascii or ColumnTypeCode.Text or ColumnTypeCode.Varchar => typeof(string),
        ColumnTypeCode.Bigint or ColumnTypeCode.Counter => typeof(long),
        ColumnTypeCode.Boolean => typeof(bool),
        ColumnTypeCode.Decimal => typeof(decimal),
        ColumnTypeCode.Double => typeof(double),
        ColumnTypeCode.Float => typeof(float),
        ColumnTypeCode.Int => typeof(int),
        ColumnTypeCode.Timestamp => typeof(DateTimeOffset),
        ColumnTypeCode.Uuid => typeof(Guid),
        ColumnTypeCode.Timeuuid => typeof(TimeUuid),
        ColumnTypeCode.Varint => typeof(BigInteger),
        ColumnTypeCode.Inet => typeof(IPAddress),
        ColumnTypeCode.Date => typeof(LocalDate),
        ColumnTypeCode.Time => typeof(LocalTime),
        ColumnTypeCode.SmallInt => typeof(short),
        ColumnTypeCode.TinyInt => typeof(sbyte),
        ColumnTypeCode.Duration => typeof(Duration),
        ColumnTypeCode.List or ColumnTypeCode.Set => typeof(IEnumerable<>).MakeGenericType(DefaultOf(type.Arguments[0])),
        ColumnTypeCode.Map => typeof(IDictionary<,>).MakeGenericType(DefaultOf(type.Arguments[0]), DefaultOf(type.Arguments[1])),
        ColumnTypeCode.Tuple when type.Arguments.Length is > 0 and <= 7 => Tuples[type.Arguments.Length - 1].MakeGenericType([.. type.Arguments.Select(NullableOf)]),
        ColumnTypeCode.Custom when type.IsVector => typeof(CqlVector<>).MakeGenericType(DefaultOf(type.Arguments[0])),
        _ => typeof(byte[]),
    };

    /// <summary>The CQL type of a value that is sent without knowing its marker.</summary>
    /// <exception cref="InvalidTypeException">No CQL type goes with the CLR type.</exception>
    public static CqlType GuessOf(Type type)
    {
        if (Guesses.TryGetValue(Nullable.GetUnderlyingType(type) ?? type, out var code)) return CqlType.Scalar(code);
        if (ArgumentsOf(type, typeof(IDictionary<,>)) is { } map) return CqlType.MapOf(GuessOf(map[0]), GuessOf(map[1]));
        if (ArgumentsOf(type, typeof(ISet<>)) is { } set) return CqlType.SetOf(GuessOf(set[0]));
        if (type.IsGenericType && type.FullName!.StartsWith("System.Tuple`", StringComparison.Ordinal)) return CqlType.TupleOf([.. type.GetGenericArguments().Select(GuessOf)]);
        return ArgumentsOf(type, typeof(IEnumerable<>)) is { } list && typeof(IEnumerable).IsAssignableFrom(type)
            ? CqlType.ListOf(GuessOf(list[0]))
            : throw new InvalidTypeException($"No CQL type goes with a value of the CLR type {type}");
    }

    /// <summary>Parts of a tuple may be null.</summary>
    private static Type NullableOf(CqlType type)
    {
        var clr = DefaultOf(type);
        return clr.IsValueType ? typeof(Nullable<>).MakeGenericType(clr) : clr;
    }

    private static Type[]? ArgumentsOf(Type type, Type definition) =>
        type.GetInterfaces().Prepend(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == definition)?.GetGenericArguments();
}
