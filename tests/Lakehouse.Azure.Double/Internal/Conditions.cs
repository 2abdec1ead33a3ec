namespace Lakehouse.Azure.Double.Internal;

/// <summary>Whether a request may touch what stands at its path.</summary>
internal static class Conditions
{
    public static void RequireForWrite(Call call, Node? standing, string existsCode)
    {
        if (call.Header("if-none-match") == "*" && standing is not null) throw new Refusal(409, existsCode);
        if (call.Header("if-match") is { Length: > 0 } tag && (standing is null || (tag != "*" && tag != standing.ETag))) throw new Refusal(412, "ConditionNotMet");
    }

    public static void RequireForRead(Call call, Node standing)
    {
        if (call.Header("if-match") is { Length: > 0 } tag && tag != "*" && tag != standing.ETag) throw new Refusal(412, "ConditionNotMet");
        if (call.Header("if-none-match") == standing.ETag) throw new Refusal(304, "ConditionNotMet");
    }
}
