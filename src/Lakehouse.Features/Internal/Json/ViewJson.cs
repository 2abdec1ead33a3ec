using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Features.Internal.Json;

/// <summary>Views as JSON.</summary>
internal static class ViewJson
{
    internal static JsonObject Write(ViewDefinition view)
    {
        var node = WriteMeaning(view);
        if (view is EntityViewDefinition entityView)
        {
            node["contract"] = ContractJson.Write(entityView.Contract);
            node.Child("entity").With("description", entityView.Entity.Description);
        }
        else if (view is OnDemandViewDefinition onDemand)
        {
            node["request"] = onDemand.Request;
        }

        return node.With("owner", view.Owner).With("description", view.Description);
    }

    /// <summary>What belongs to a view's identity, apart from its contract.</summary>
    internal static JsonObject WriteMeaning(ViewDefinition view)
    {
        var node = new JsonObject { ["kind"] = Kind(view), ["name"] = view.Id.Name, ["version"] = view.Id.Version };
        if (view is OnDemandViewDefinition onDemand)
        {
            node["inputs"] = onDemand.Inputs.Select(SourceJson.WriteField).ToJson();
            node["features"] = onDemand.Features.Select(WriteFeature).ToJson();
            return node;
        }

        var entityView = (EntityViewDefinition)view;
        node["entity"] = new JsonObject { ["name"] = entityView.Entity.Name, ["keys"] = entityView.Entity.Keys.Select(SourceJson.WriteField).ToJson() };
        node["key"] = entityView.Key.Select(ExprJson.Write).ToJson();
        node["features"] = entityView.Features.Select(WriteFeature).ToJson();
        node["on_overflow"] = entityView.NullOnOverflow ? "null" : "fail";
        node.With("time_to_live_micros", Micros(entityView.TimeToLiveMicros));
        if (view is WindowViewDefinition window)
        {
            node["windows"] = window.Windows.Select(w => new JsonObject { ["suffix"] = w.Suffix }.With("length_micros", Micros(w.LengthMicros))).ToJson();
            node.With("every_micros", Micros(window.EveryMicros));
        }

        return node;
    }

    internal static ViewDefinition Read(JsonObject node)
    {
        var id = ContractJson.ReadId(node);
        ImmutableArray<FeatureDefinition> features = [.. node.Items("features").Select(f => new FeatureDefinition(f.Text("name"), ExprJson.Read(f["expression"])))];
        ViewDefinition view = node.Text("kind") == "on_demand_view"
            ? new OnDemandViewDefinition(id, node.Text("request"), [.. node.Items("inputs").Select(SourceJson.ReadField)], features)
            : ReadEntityView(node, id, features);
        return view with { Owner = node.OptionalText("owner"), Description = node.OptionalText("description") };
    }

    private static EntityViewDefinition ReadEntityView(JsonObject node, VersionedName id, ImmutableArray<FeatureDefinition> features)
    {
        var contract = ContractJson.Read(node.Child("contract"));
        var entityNode = node.Child("entity");
        var entity = new EntityDefinition(entityNode.Text("name"), [.. entityNode.Items("keys").Select(SourceJson.ReadField)])
        {
            Description = entityNode.OptionalText("description"),
        };
        ImmutableArray<Expressions.Expr> key = [.. node.Array("key").Select(ExprJson.Read)];
        EntityViewDefinition view = node.Text("kind") switch
        {
            "state_view" => new StateViewDefinition(id, contract, entity, key, features),
            "window_view" =>
                new WindowViewDefinition(id, contract, entity, key, features, [.. node.Items("windows").Select(ReadWindow)]) { EveryMicros = ReadMicros(node, "every_micros") },
            var kind => throw new FormatException($"'{kind}' is no kind of view."),
        };
        return view with { TimeToLiveMicros = ReadMicros(node, "time_to_live_micros"), NullOnOverflow = node.Text("on_overflow") == "null" };
    }

    private static WindowDefinition ReadWindow(JsonObject node) => new(node.Text("suffix"), ReadMicros(node, "length_micros"));

    private static string Kind(ViewDefinition view) => view switch
    {
        WindowViewDefinition => "window_view",
        StateViewDefinition => "state_view",
        OnDemandViewDefinition => "on_demand_view",
        _ => throw new InvalidOperationException($"No stored form of {view.GetType().Name}."),
    };

    private static JsonObject WriteFeature(FeatureDefinition feature) => new() { ["name"] = feature.Name, ["expression"] = ExprJson.Write(feature.Expression) };

    private static JsonNode? Micros(long? micros) => micros?.ToString(CultureInfo.InvariantCulture);

    private static long? ReadMicros(JsonObject node, string name) =>
        node.OptionalText(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var micros) ? micros
        : throw new FormatException($"'{name}' is not a whole number of microseconds.");
}
