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
    private const byte RowsTag = 0x08, AtTag = 0x11, FeatureTag = 0x2A, ViewTag = 0x32;
    private readonly ServedSet set;
    private readonly SetAnswer answer;
    private readonly ReadOnlyMemory<byte> identity;
    private readonly int length;

    public ServedAnswer(ServedSet set, SetAnswer answer, bool omitSchema)
    {
        (this.set, this.answer, identity) = (set, answer, omitSchema ? set.Identity : set.IdentityAndSchema);
        length = Length();
    }

    public void Serialize(SerializationContext context)
    {
        context.SetPayloadLength(length);
        var writer = new MessageWriter(context.GetBufferWriter());
        Span<long> statuses = stackalloc long[SetMetrics.Statuses];
        statuses.Clear();
        writer.Varint(RowsTag, (uint)answer.Rows);
        writer.Fixed64(AtTag, answer.AtMicros);
        writer.Bytes(identity.Span);
        foreach (var feature in answer.Plan.Features)
        {
            var column = new ColumnWriter(feature.Type.Kind, answer.Column(feature), answer.Rows);
            writer.Begin(FeatureTag, column.Length());
            column.Write(ref writer, statuses);
        }

        foreach (var view in answer.Views)
        {
            writer.Begin(ViewTag, ViewAnswerWriter.Length(view));
            ViewAnswerWriter.Write(ref writer, view);
        }

        writer.Bytes(set.Fit.Span);
        writer.Flush();
        context.Complete();
        set.Metrics.AddValues(statuses);
    }

    private int Length()
    {
        checked
        {
            var sum = identity.Length + set.Fit.Length + (answer.Rows == 0 ? 0 : 1 + MessageWriter.SizeOfVarint((uint)answer.Rows)) + (answer.AtMicros == 0 ? 0 : 1 + sizeof(long));
            foreach (var feature in answer.Plan.Features) sum += MessageWriter.SizeOfAny(new ColumnWriter(feature.Type.Kind, answer.Column(feature), answer.Rows).Length());
            foreach (var view in answer.Views) sum += MessageWriter.SizeOfAny(ViewAnswerWriter.Length(view));
            return sum;
        }
    }
}
