using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lakehouse.Delta.Internal;

/// <summary>How JSON is written to the log: compact, non-ASCII text as itself.</summary>
internal static class JsonText
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
