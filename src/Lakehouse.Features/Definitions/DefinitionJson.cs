namespace Lakehouse.Features.Definitions;

/// <summary>The stored form of definitions: RFC 8785 JSON with an IR format number; and their identity (semantics §6).</summary>
public static class DefinitionJson
{
    /// <summary>Number of the stored format.</summary>
    public const int Format = 1;

    /// <summary>Full canonical JSON of a contract, view or set with everything it refers to, descriptions included; <c>Read…</c> gives it back.</summary>
    public static string Write(ContractDefinition contract) => throw new NotImplementedException();

    /// <inheritdoc cref="Write(ContractDefinition)"/>
    public static string Write(ViewDefinition view) => throw new NotImplementedException();

    /// <inheritdoc cref="Write(ContractDefinition)"/>
    public static string Write(SetDefinition set) => throw new NotImplementedException();

    /// <summary>Full canonical JSON of a whole project.</summary>
    public static string Write(ProjectDefinition project) => throw new NotImplementedException();

    /// <summary>Reads a contract.</summary>
    /// <exception cref="FormatException">The text is not of this format.</exception>
    public static ContractDefinition ReadContract(string json) => throw new NotImplementedException();

    /// <summary>Reads a view.</summary>
    /// <exception cref="FormatException">The text is not of this format.</exception>
    public static ViewDefinition ReadView(string json) => throw new NotImplementedException();

    /// <summary>Reads a set.</summary>
    /// <exception cref="FormatException">The text is not of this format.</exception>
    public static SetDefinition ReadSet(string json) => throw new NotImplementedException();

    /// <summary>Reads a project.</summary>
    /// <exception cref="FormatException">The text is not of this format.</exception>
    public static ProjectDefinition ReadProject(string json) => throw new NotImplementedException();

    /// <summary>The canonical JSON of the identity alone: what the hash covers; two versions are compared by it.</summary>
    public static string Identity(ContractDefinition contract) => throw new NotImplementedException();

    /// <inheritdoc cref="Identity(ContractDefinition)"/>
    public static string Identity(ViewDefinition view) => throw new NotImplementedException();

    /// <inheritdoc cref="Identity(ContractDefinition)"/>
    public static string Identity(SetDefinition set) => throw new NotImplementedException();

    /// <summary>SHA-256 of an identity, as <c>sha256:</c> and 64 lower-case hex digits.</summary>
    public static string Hash(string identity) => throw new NotImplementedException();
}
