using System.Buffers;
using Grpc.Core;
using Lakehouse.Online.Sets;
using Lakehouse.Serving.Internal.Telemetry;

namespace Lakehouse.Serving.Internal;

/// <summary>A looked-up answer that is written as the bytes of a GetFeaturesResponse, the same as the generated code writes.</summary>
/// <remarks>
/// 1. What is the same in every answer of a set was encoded when the set was compiled: names, types, hashes.
/// 2. Protobuf writes lengths before contents, so all lengths are known before the first byte: those of numbers follow from the number of rows, texts are counted.
/// 3. The length is known when the handler ends: an answer too large for a message is a failed call and not a broken stream.
/// </remarks>
internal sealed class ServedAnswer
{
    private const byte RowsTag = 0x08, AtTag = 0x11, ViewTag = 0x32;
    private readonly ServedSet set;
    private readonly SetAnswer answer;
    private readonly ReadOnlyMemory<byte> identity;

    /// <summary>The fields that few answers have: errors and the request's id.</summary>
    private readonly ReadOnlyMemory<byte> rest;

    public ServedAnswer(ServedSet set, SetAnswer answer, V1.GetFeaturesRequest request)
        : this(set, answer, request.OmitSchema)
    {
        if (request.RequestId.Length == 0 && answer.Faults.Count == 0) return;
        rest = RowErrorsWriter.Write(request.RequestId, answer.Faults);
        Length = LengthOf();
    }

    /// <summary>The answer to a request that has no id, without failed rows.</summary>
    public ServedAnswer(ServedSet set, SetAnswer answer, bool omitSchema)
    {
        (this.set, this.answer, identity) = (set, answer, omitSchema ? set.Identity : set.IdentityAndSchema);
        Length = LengthOf();
    }

    public string Set => set.Plan.Id.ToString();

    public int Rows => answer.Rows;

    /// <summary>Length of the message.</summary>
    public int Length { get; }

    public void Serialize(SerializationContext context)
    {
        context.SetPayloadLength(Length);
        Write(context.GetBufferWriter());
        context.Complete();
    }

    /// <summary>The answer as a message, for those who cannot take its bytes.</summary>
    public V1.GetFeaturesResponse ToMessage()
    {
        var buffer = new ArrayBufferWriter<byte>(Length);
        Write(buffer);
        return V1.GetFeaturesResponse.Parser.ParseFrom(buffer.WrittenSpan);
    }

    /// <summary>Writes the message and counts the statuses of its values.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        var writer = new MessageWriter(output);
        Span<long> statuses = stackalloc long[SetMetrics.Statuses];
        statuses.Clear();
        writer.Varint(RowsTag, (uint)answer.Rows);
        writer.Fixed64(AtTag, answer.AtMicros);
        writer.Bytes(identity.Span);
        foreach (var feature in answer.Plan.Features) new ColumnWriter(feature.Type.Kind, answer.Column(feature), answer.Rows).WriteField(ref writer, statuses);
        for (var v = 0; v < answer.Views.Count; v++)
        {
            var (view, marker) = (answer.Views[v], set.Markers[v].Of(answer.Views[v].Marker));
            writer.Begin(ViewTag, ViewAnswerWriter.Length(view.IsStale, answer.Rows, marker));
            ViewAnswerWriter.Write(ref writer, view.IsStale, view.Rows, marker);
        }

        writer.Bytes(set.Fit.Span);
        writer.Bytes(rest.Span);
        writer.Flush();
        set.Metrics.AddValues(statuses);
    }

    private int LengthOf()
    {
        checked
        {
            var sum = identity.Length + set.Fit.Length + rest.Length
                + (answer.Rows == 0 ? 0 : 1 + MessageWriter.SizeOfVarint((uint)answer.Rows)) + (answer.AtMicros == 0 ? 0 : 1 + sizeof(long));
            foreach (var feature in answer.Plan.Features) sum += MessageWriter.SizeOfAny(new ColumnWriter(feature.Type.Kind, answer.Column(feature), answer.Rows).Length());
            for (var v = 0; v < answer.Views.Count; v++)
            {
                var view = answer.Views[v];
                sum += MessageWriter.SizeOfAny(ViewAnswerWriter.Length(view.IsStale, answer.Rows, set.Markers[v].Of(view.Marker)));
            }

            return sum;
        }
    }
}
