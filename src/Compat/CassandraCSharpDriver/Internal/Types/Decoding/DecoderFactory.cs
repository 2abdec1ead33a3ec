using System.Runtime.CompilerServices;

namespace Cassandra.Internal.Types;

/// <summary>Makes the decoder of a CLR type, once.</summary>
internal static class DecoderFactory
{
    private static readonly Dictionary<Type, string> Lists = new()
    {
        [typeof(IEnumerable<>)] = nameof(AsList),
        [typeof(ICollection<>)] = nameof(AsList),
        [typeof(IList<>)] = nameof(AsList),
        [typeof(IReadOnlyCollection<>)] = nameof(AsList),
        [typeof(IReadOnlyList<>)] = nameof(AsList),
        [typeof(List<>)] = nameof(AsList),
        [typeof(HashSet<>)] = nameof(AsHashSet),
        [typeof(ISet<>)] = nameof(AsHashSet),
        [typeof(IReadOnlySet<>)] = nameof(AsHashSet),
        [typeof(SortedSet<>)] = nameof(AsSortedSet),
        [typeof(CqlVector<>)] = nameof(AsVector),
    };

    private static readonly HashSet<Type> Maps = [typeof(IDictionary<,>), typeof(IReadOnlyDictionary<,>), typeof(Dictionary<,>)];

    public static ValueDecoder Create(Type type)
    {
        if (type == typeof(object)) return new ObjectDecoder();
        if (Scalars.For(type) is { } scalar) return scalar;
        if (Nullable.GetUnderlyingType(type) is { } inner && Scalars.For(inner) is { } value) return Make(typeof(NullableDecoder<>), [inner], value);
        if (type.IsSZArray) return Make(typeof(ArrayDecoder<>), [type.GetElementType()!]);
        if (!type.IsGenericType) throw Unknown(type);
        var (definition, arguments) = (type.GetGenericTypeDefinition(), type.GetGenericArguments());
        if (Lists.TryGetValue(definition, out var maker)) return MakeCollection(maker, type, arguments[0]);
        if (Maps.Contains(definition)) return Make(typeof(MapDecoder<,,>), [.. arguments, type]);
        return !type.IsValueType && type.IsAssignableTo(typeof(ITuple)) ? Make(typeof(TupleDecoder<>), [type]) : throw Unknown(type);
    }

    private static ValueDecoder MakeCollection(string maker, Type collection, Type element)
    {
        var method = typeof(DecoderFactory).GetMethod(maker, System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!.MakeGenericMethod(element);
        var function = method.CreateDelegate(typeof(Func<,>).MakeGenericType(element.MakeArrayType(), collection));
        return Make(typeof(CollectionDecoder<,>), [element, collection], function);
    }

    private static ValueDecoder Make(Type definition, Type[] arguments, params object[] parameters) =>
        (ValueDecoder)Activator.CreateInstance(definition.MakeGenericType(arguments), parameters)!;

    private static List<T> AsList<T>(T[] elements) => [.. elements];

    private static HashSet<T> AsHashSet<T>(T[] elements) => [.. elements];

    private static SortedSet<T> AsSortedSet<T>(T[] elements) => [.. elements];

    private static CqlVector<T> AsVector<T>(T[] elements) => new(elements);

    private static InvalidCastException Unknown(Type type) => new($"No CQL type is read as {type}");
}
