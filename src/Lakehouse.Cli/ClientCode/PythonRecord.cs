using System.Text;
using Lakehouse.Features;

namespace Lakehouse.Cli.ClientCode;

/// <summary>Writes a set as a Python data class that looks itself up with the package lakehouse_client.</summary>
internal sealed class PythonRecord
{
    private const string Status = "_status";

    private static readonly string[] Taken =
    [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for",
        "from", "global", "if", "import",
        "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield", "get", "get_many", "cls", "client", "at", "fit", "answer",
        // Annotations of the class are looked up among its own names first.
        "bool", "int", "float", "str", "bytes", "list", "datetime", "decimal", "dataclass", "List", "Optional", "Sequence", "FeatureClient", "FeatureStatus", "classmethod", "zip",
    ];

    private readonly ClientSet set;
    private readonly string name;
    private readonly IReadOnlyList<string> features;
    private readonly IReadOnlyList<string> views;
    private readonly string[] keys;
    private readonly string[] inputs;

    public PythonRecord(ClientSet set, string? name)
    {
        this.set = set;
        this.name = name ?? Identifiers.Pascal(set.Id.Name);
        var members = new Identifiers(Taken);
        features = members.TakeAll(set.Features, Identifiers.Snake, Status);
        views = [.. set.Views.Select(v => members.Take(v + "_event_time"))];
        var parameters = new Identifiers(Taken);
        keys = [.. set.Keys.Select(k => parameters.Take(k.Name))];
        inputs = [.. set.Inputs.Select(i => parameters.Take(i.Name))];
    }

    public string Write()
    {
        var text = new StringBuilder();
        text.Append($"""
            # Made by `lakehouse client python {set.Id}`; make it again instead of changing it.
            from __future__ import annotations

            import datetime
            import decimal
            from dataclasses import dataclass
            from typing import List, Optional, Sequence

            from lakehouse_client import FeatureClient, FeatureStatus

            SET = "{set.Id}"

            #: Identity of the definition that this file was made for; a service that has another one is refused.
            DEFINITION_HASH = "{set.Hash}"


            @dataclass(frozen=True)
            class {name}:
                "The features of {set.Id} for one row. A value is None unless the status beside it is PRESENT."


            """);
        for (var i = 0; i < features.Count; i++)
        {
            text.Append($"    #: {set.Features[i].WireName} ({set.Features[i].Type}). {set.Features[i].Text.ReplaceLineEndings(" ")}".TrimEnd()).Append('\n');
            text.Append($"    {features[i]}: Optional[{TypeOf(set.Features[i].Type)}]\n    {features[i]}{Status}: FeatureStatus\n");
        }

        for (var i = 0; i < views.Count; i++)
            text.Append($"    #: The key's newest event that the values of {set.Views[i]} account for.\n    {views[i]}: Optional[datetime.datetime]\n");
        WriteMethods(text);
        return text.ToString();
    }

    private void WriteMethods(StringBuilder text)
    {
        var (fit, fitArgument) = set.NeedsFit ? ("fit: Optional[str] = None, ", "fit=fit, ") : ("", "");
        var one = string.Concat(keys.Select((k, i) => $"{k}: {TypeOf(set.Keys[i].Type)}, ")
            .Concat(inputs.Select((n, i) => $"{n}: Optional[{TypeOf(set.Inputs[i].Type)}] = None, ")));
        var many = string.Concat(keys.Select((k, i) => $"{k}: Sequence[{TypeOf(set.Keys[i].Type)}], ")
            .Concat(inputs.Select((n, i) => $"{n}: Optional[Sequence[Optional[{TypeOf(set.Inputs[i].Type)}]]] = None, ")));
        var wrapped = string.Concat(keys.Concat(inputs).Select(n => $"{n}=[{n}], "));
        text.Append($$"""

                @classmethod
                def get(cls, client: FeatureClient, *, {{one}}{{fit}}at: Optional[datetime.datetime] = None) -> {{name}}:
                    "Looks one row up."
                    return cls.get_many(client, {{wrapped}}{{fitArgument}}at=at)[0]

                @classmethod
                def get_many(cls, client: FeatureClient, *, {{many}}{{fit}}at: Optional[datetime.datetime] = None) -> List[{{name}}]:
                    "Looks rows up; the answer is in their order."
                    answer = client.lookup(
                        SET,
                        keys={{{Columns(set.Keys, keys)}}},
                        inputs={{{Columns(set.Inputs, inputs)}}},
                        at=at,
                        {{(set.NeedsFit ? "fit=fit,\n            " : "")}}definition_hash=DEFINITION_HASH,
                    )
                    columns = []
                    for position in range({{features.Count}}):
                        columns += [answer.values(position), answer.statuses(position)]
                    columns += [answer.event_times(view) for view in range({{views.Count}})]
                    return [cls(*row) for row in zip(*columns)]

            """);
    }

    private static string Columns(IReadOnlyList<ClientField> fields, string[] names) => string.Join(", ", fields.Select((f, i) => $"\"{f.WireName}\": {names[i]}"));

    private static string TypeOf(DataType type) => type.Kind switch
    {
        TypeKind.Bool => "bool",
        TypeKind.Int64 => "int",
        TypeKind.Decimal => "decimal.Decimal",
        TypeKind.Double => "float",
        TypeKind.String => "str",
        TypeKind.Timestamp => "datetime.datetime",
        TypeKind.Date => "datetime.date",
        TypeKind.Binary => "bytes",
        TypeKind.DoubleList => "List[Optional[float]]",
        _ => throw new NotSupportedException($"{type} is not served."),
    };
}
