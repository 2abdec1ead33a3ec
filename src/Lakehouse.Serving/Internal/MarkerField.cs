using Google.Protobuf;
using Lakehouse.Online;

namespace Lakehouse.Serving.Internal;

/// <summary>A view's marker as the field of a ViewAnswer, encoded when it changes.</summary>
internal sealed class MarkerField
{
    private Known? last;

    /// <summary>The field; nothing before the first sync.</summary>
    public byte[] Of(OnlineMarker? marker)
    {
        if (marker is null) return [];
        if (Volatile.Read(ref last) is { } known && (ReferenceEquals(known.Marker, marker) || known.Marker == marker)) return known.Bytes;
        var message = new V1.Marker
        {
            GoldVersion = marker.GoldVersion, KnownAt = marker.KnownAtMicros, CompleteFrom = marker.CompleteFromMicros, CompleteUntil = marker.CompleteUntilMicros,
            DefinitionHash = marker.DefinitionHash,
        };
        var bytes = new V1.ViewAnswer { Marker = message }.ToByteArray();
        Volatile.Write(ref last, new(marker, bytes));
        return bytes;
    }

    private sealed record Known(OnlineMarker Marker, byte[] Bytes);
}
