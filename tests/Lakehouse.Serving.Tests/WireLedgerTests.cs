using Google.Protobuf.Reflection;
using Lakehouse.Serving.V1;

namespace Lakehouse.Serving.Tests;

/// <summary>Holds the protocol to its ledger, <c>wire-ledger.txt</c>: what was once declared stays as it is, and what is new is declared.</summary>
/// <remarks>A line is one method, field or enum value. Lines are only ever added; one that is gone or changed breaks clients that were generated before.</remarks>
public sealed class WireLedgerTests
{
    private static string[] Ledger => [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "wire-ledger.txt")).Where(line => line.Length > 0 && line[0] != '#')];

    [Fact]
    public void Protocol_EveryDeclaration_IsInTheLedgerAndTheOtherWayRound()
    {
        FileDescriptor[] files = [FeaturesReflection.Descriptor, PushReflection.Descriptor];

        var wire = files.SelectMany(file => file.Services.SelectMany(Methods).Concat(file.MessageTypes.SelectMany(Fields)).Concat(file.EnumTypes.SelectMany(Values))).ToList();

        string.Join('\n', Ledger.Except(wire)).Should().BeEmpty("these were promised to clients: restore them; what is to be different gets a new number or name");
        string.Join('\n', wire.Except(Ledger)).Should().BeEmpty("these are new: add the lines to wire-ledger.txt, and the change to CHANGELOG.md");
    }

    [Fact]
    public void Ledger_NumbersAndNames_AreUsedOnce()
    {
        var fields = Ledger.Select(line => line.Split(' ')).Where(words => words[0] is "field" or "value").ToList();

        fields.Select(words => $"{words[1]} {words[2]}").Should().OnlyHaveUniqueItems("a number means one thing for ever");
        fields.Select(words => $"{words[1]} {words[3]}").Should().OnlyHaveUniqueItems("JSON clients go by names");
    }

    private static IEnumerable<string> Methods(ServiceDescriptor service) => service.Methods.Select(m =>
        $"method {service.FullName}/{m.Name} {Stream(m.IsClientStreaming)}{m.InputType.FullName} -> {Stream(m.IsServerStreaming)}{m.OutputType.FullName}");

    private static string Stream(bool streams) => streams ? "stream " : "";

    private static IEnumerable<string> Fields(MessageDescriptor message) => message.Fields.InFieldNumberOrder()
        .Select(f => $"field {message.FullName} {f.FieldNumber} {f.Name} {Label(f)}{TypeOf(f)}")
        .Concat(message.NestedTypes.SelectMany(Fields)).Concat(message.EnumTypes.SelectMany(Values));

    private static string Label(FieldDescriptor field) => field switch
    {
        { IsRepeated: true, IsPacked: true, FieldType: not (FieldType.Message or FieldType.String or FieldType.Bytes) } => "packed ",
        { IsRepeated: true } => "repeated ",
        { HasPresence: true, FieldType: not FieldType.Message } => "optional ",
        _ => "",
    };

    private static string TypeOf(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message or FieldType.Group => field.MessageType.FullName,
        FieldType.Enum => field.EnumType.FullName,
        var scalar => scalar.ToString().ToLowerInvariant(),
    };

    private static IEnumerable<string> Values(EnumDescriptor type) => type.Values.Select(v => $"value {type.FullName} {v.Number} {v.Name}");
}
