using System.Collections;

namespace Microsoft.Spark.Internal;

/// <summary>Lists and maps as the arrays and dictionaries that a caller asks for.</summary>
internal static class ValueConversion
{
    public static T To<T>(object? value) => value is T typed ? typed : (T)Convert(value, typeof(T))!;

    private static object? Convert(object? value, Type type) => value switch
    {
        ArrayList list when type.IsArray => ToArray(list, type.GetElementType()!),
        Hashtable map when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>) => ToDictionary(map, type),
        _ => value,
    };

    private static Array ToArray(ArrayList list, Type element)
    {
        var array = Array.CreateInstance(element, list.Count);
        for (var i = 0; i < list.Count; i++) array.SetValue(Convert(list[i], element), i);
        return array;
    }

    private static IDictionary ToDictionary(Hashtable map, Type type)
    {
        var dictionary = (IDictionary)Activator.CreateInstance(type)!;
        var arguments = type.GetGenericArguments();
        foreach (DictionaryEntry entry in map) dictionary.Add(Convert(entry.Key, arguments[0])!, Convert(entry.Value, arguments[1]));
        return dictionary;
    }
}
