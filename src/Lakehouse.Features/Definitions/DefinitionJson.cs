using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Lakehouse.Features.Internal.Json;

namespace Lakehouse.Features.Definitions;

/// <summary>The stored form of definitions: RFC 8785 JSON with an IR format number; and their identity (semantics §6).</summary>
public static class DefinitionJson
{
    /// <summary>Number of the stored format.</summary>
    public const int Format = 1;

    /// <summary>Full canonical JSON of a contract, view or set with everything it refers to, descriptions included; <c>Read…</c> gives it back.</summary>
    public static string Write(ContractDefinition contract) => Stored(ContractJson.Write(contract), "contract");

    /// <inheritdoc cref="Write(ContractDefinition)"/>
    public static string Write(ViewDefinition view) => Stored(ViewJson.Write(view), kind: null);

    /// <inheritdoc cref="Write(ContractDefinition)"/>
    public static string Write(SetDefinition set) => Stored(SetJson.Write(set), "set");

    /// <summary>Full canonical JSON of a whole project.</summary>
    public static string Write(ProjectDefinition project) => Stored(SetJson.Write(project), "project");

    /// <summary>Reads a contract.</summary>
    /// <exception cref="FormatException">The text is not of this format.</exception>
    public static ContractDefinition ReadContract(string json) => ContractJson.Read(JsonAccess.Parse(json, Format, "contract"));

    /// <summary>Reads a view.</summary>
    /// <exception cref="FormatException">The text is not of this format.</exception>
    public static ViewDefinition ReadView(string json) => ViewJson.Read(JsonAccess.Parse(json, Format, kind: ""));

    /// <summary>Reads a set.</summary>
    /// <exception cref="FormatException">The text is not of this format.</exception>
    public static SetDefinition ReadSet(string json) => SetJson.Read(JsonAccess.Parse(json, Format, "set"));

    /// <summary>Reads a project.</summary>
    /// <exception cref="FormatException">The text is not of this format.</exception>
    public static ProjectDefinition ReadProject(string json) => SetJson.ReadProject(JsonAccess.Parse(json, Format, "project"));

    /// <summary>The canonical JSON of the identity alone: what the hash covers; two versions are compared by it.</summary>
    public static string Identity(ContractDefinition contract) => Stored(Internal.Json.Identity.Of(contract), "contract");

    /// <inheritdoc cref="Identity(ContractDefinition)"/>
    public static string Identity(ViewDefinition view) => Stored(Internal.Json.Identity.Of(view), kind: null);

    /// <inheritdoc cref="Identity(ContractDefinition)"/>
    public static string Identity(SetDefinition set) => Stored(Internal.Json.Identity.Of(set), "set");

    /// <summary>SHA-256 of an identity, as <c>sha256:</c> and 64 lower-case hex digits.</summary>
    public static string Hash(string identity) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)));

    private static string Stored(JsonObject definition, string? kind)
    {
        definition["format"] = Format;
        if (kind is not null) definition["kind"] = kind;
        return CanonicalJson.Write(definition);
    }
}
