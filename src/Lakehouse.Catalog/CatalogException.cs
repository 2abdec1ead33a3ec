namespace Lakehouse.Catalog;

/// <summary>Why the catalog refused.</summary>
public enum CatalogErrorCode
{
    /// <summary>No lake, or no such definition, run or pin.</summary>
    NotFound,

    /// <summary>A version is taken by another meaning.</summary>
    VersionTaken,

    /// <summary>The lake is of another format, or its settings are not valid.</summary>
    InvalidLake,

    /// <summary>Another writer got in between too often.</summary>
    Conflict,
}

/// <summary>The catalog refused; the message says what happened, to which definition, and what to do.</summary>
/// <param name="code">Why.</param>
/// <param name="message">What, to which definition, what to do.</param>
public sealed class CatalogException(CatalogErrorCode code, string message) : Exception(message)
{
    /// <summary>Why.</summary>
    public CatalogErrorCode Code { get; } = code;
}
