using System.Buffers.Binary;

namespace Lakehouse.Delta.Internal.DeletionVectors;

/// <summary>Base 85 with ZeroMQ's alphabet (RFC 32): five characters are four bytes, big-endian.</summary>
internal static class Z85
{
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
    private const int CharactersPerWord = 5;
    private const int BytesPerWord = 4;

    /// <summary>The bytes, a multiple of four.</summary>
    /// <exception cref="FormatException">The text is not of the encoding.</exception>
    public static byte[] Decode(string text)
    {
        if (text.Length % CharactersPerWord != 0) throw new FormatException($"{text.Length} characters are no multiple of {CharactersPerWord}");
        var bytes = new byte[text.Length / CharactersPerWord * BytesPerWord];
        for (var word = 0; word < bytes.Length / BytesPerWord; word++)
        {
            var value = 0L;
            foreach (var c in text.AsSpan(word * CharactersPerWord, CharactersPerWord))
            {
                var digit = Alphabet.IndexOf(c);
                if (digit < 0) throw new FormatException("a character is none of base 85");
                value = (value * Alphabet.Length) + digit;
            }

            if (value > uint.MaxValue) throw new FormatException("five characters are more than four bytes");
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(word * BytesPerWord), (uint)value);
        }

        return bytes;
    }
}
