using System.Numerics;
using Google.Protobuf;
using Lakehouse.Client.Internal;
using Lakehouse.Serving.V1;

namespace Lakehouse.Client;

/// <summary>What to look up: a set, columns of keys and of request-time inputs with one element per row, and an instant.</summary>
/// <remarks>
/// Elements are string, bool, long (or int), double, decimal, <see cref="DateTimeOffset"/>, <see cref="DateOnly"/>, for inputs also byte[] and double?[], or null;
/// one type a column.
/// </remarks>
public sealed class FeatureQuery
{
    /// <summary>Starts a query at the server's wall clock.</summary>
    /// <param name="set">The set, <c>name@N</c>.</param>
    public FeatureQuery(string set) => Request = new() { Set = set };

    internal GetFeaturesRequest Request { get; }

    internal string? DefinitionHash { get; private set; }

    /// <summary>Adds a key column.</summary>
    /// <param name="name">Its name, for example <c>airport</c>.</param>
    /// <param name="values">One value per row.</param>
    /// <exception cref="ArgumentException">The values are not of one of the types above.</exception>
    public FeatureQuery Key<T>(string name, params T[] values)
    {
        Request.Keys.Add(Column(name, values));
        return this;
    }

    /// <summary>Adds a request-time input.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">One value per row, or one for all rows.</param>
    /// <exception cref="ArgumentException">The values are not of one of the types above.</exception>
    public FeatureQuery Input<T>(string name, params T[] values)
    {
        Request.Inputs.Add(Column(name, values));
        return this;
    }

    /// <summary>Names the training set whose fit the set's transforms take, for example <c>late_model@3</c>; without it the set's default fit.</summary>
    public FeatureQuery Fit(string name)
    {
        Request.Fit = name;
        return this;
    }

    /// <summary>Refuses the answer of a set whose definition is another: code that was made for one names its identity, <c>sha256:…</c>.</summary>
    public FeatureQuery Definition(string hash)
    {
        DefinitionHash = hash;
        return this;
    }

    /// <summary>Sets the instant; microseconds count, what is finer is cut off.</summary>
    public FeatureQuery At(DateTimeOffset time)
    {
        Request.At = Times.Micros(time);
        return this;
    }

    internal static InputColumn Column<T>(string name, T[] list)
    {
        var column = new InputColumn { Name = name };
        if (Array.Exists(list, v => v is null)) column.Nulls = ByteString.CopyFrom([.. list.Select(v => v is null ? (byte)1 : (byte)0)]);
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        if (type == typeof(string)) column.Strings.AddRange(list.Select(v => v as string ?? ""));
        else if (type == typeof(bool)) column.Bools.AddRange(list.Select(v => v is true));
        else if (type == typeof(double)) column.Doubles.AddRange(list.Select(v => v as double? ?? 0));
        else if (type == typeof(decimal)) Decimals(column, [.. list.Select(v => v as decimal? ?? 0)]);
        else if (type == typeof(byte[])) column.Binaries.AddRange(list.Select(v => v is byte[] bytes ? ByteString.CopyFrom(bytes) : ByteString.Empty));
        else if (type == typeof(double?[])) column.DoubleLists.AddRange(list.Select(v => DoubleLists.Of(v as double?[] ?? [])));
        else column.Integers.AddRange(list.Select(v => Integer(name, v, type)));
        return column;
    }

    private static long Integer<T>(string name, T value, Type type) => value switch
    {
        null when type == typeof(long) || type == typeof(int) || type == typeof(DateTimeOffset) || type == typeof(DateOnly) => 0,
        long number => number,
        int number => number,
        DateTimeOffset time => Times.Micros(time),
        DateOnly date => Times.Days(date),
        _ => throw new ArgumentException(
            $"Column {name}: {type.Name} is not sent; use string, bool, long, double, decimal, DateTimeOffset, DateOnly, byte[] or double?[].", nameof(value)),
    };

    private static void Decimals(InputColumn column, decimal[] values)
    {
        var scale = values.Length == 0 ? (byte)0 : values.Max(v => v.Scale);
        column.Scale = scale;
        column.Integers.AddRange(values.Select(v => (long)(Unscaled(v) * BigInteger.Pow(10, scale - v.Scale))));
    }

    private static BigInteger Unscaled(decimal value)
    {
        var bits = decimal.GetBits(value);
        var magnitude = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        return bits[3] < 0 ? -magnitude : magnitude;
    }
}
