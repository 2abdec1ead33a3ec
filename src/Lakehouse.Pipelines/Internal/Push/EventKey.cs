using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Lakehouse.Features;

namespace Lakehouse.Pipelines.Internal.Push;

/// <summary>A pushed event by hashes: its id within the contract, and what it says.</summary>
/// <param name="Id">128 bits of the id's hash; the contract's name and version are part of it.</param>
/// <param name="Content">64 bits of the hash of all raw values that are not NULL, so that a raw record that gains columns changes no event.</param>
internal readonly record struct EventKey(UInt128 Id, ulong Content)
{
    public const int Bytes = 24;

    public static EventKey Of(string contract, Value id, DataType idType, IReadOnlyList<Field> columns, ReadOnlySpan<Value> row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, contract);
        Append(hash, id, idType);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        var identity = BinaryPrimitives.ReadUInt128BigEndian(digest);
        for (var i = 0; i < columns.Count; i++)
        {
            if (row[i].IsNull) continue;
            Append(hash, columns[i].Name);
            Append(hash, row[i], columns[i].Type);
        }

        hash.GetHashAndReset(digest);
        return new(identity, BinaryPrimitives.ReadUInt64BigEndian(digest));
    }

    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt128BigEndian(target, Id);
        BinaryPrimitives.WriteUInt64BigEndian(target[16..], Content);
    }

    public static EventKey Read(ReadOnlySpan<byte> source) => new(BinaryPrimitives.ReadUInt128BigEndian(source), BinaryPrimitives.ReadUInt64BigEndian(source[16..]));

    private static void Append(IncrementalHash hash, Value value, DataType type)
    {
        Span<byte> bits = stackalloc byte[sizeof(long)];
        switch (type.Kind)
        {
            case TypeKind.String: Append(hash, value.AsString); break;
            case TypeKind.Binary: Append(hash, value.AsBinary); break;
            case TypeKind.DoubleList:
                Append(hash, $"{value.AsDoubleList.Length}");
                foreach (var item in value.AsDoubleList)
                {
                    BinaryPrimitives.WriteInt64BigEndian(bits, item is { } number ? BitConverter.DoubleToInt64Bits(number) : long.MaxValue);
                    hash.AppendData(bits);
                }

                break;
            default:
                BinaryPrimitives.WriteInt64BigEndian(bits, type.Kind switch
                {
                    TypeKind.Bool => value.AsBool ? 1 : 0,
                    TypeKind.Double => BitConverter.DoubleToInt64Bits(value.AsDouble),
                    _ => value.AsInt64,
                });
                hash.AppendData(bits);
                break;
        }
    }

    private static void Append(IncrementalHash hash, string text) => Append(hash, Encoding.UTF8.GetBytes(text));

    // With its length, so that no two sequences of parts give the same bytes.
    private static void Append(IncrementalHash hash, byte[] bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
