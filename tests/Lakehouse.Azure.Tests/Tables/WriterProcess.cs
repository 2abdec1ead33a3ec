namespace Lakehouse.Azure.Tests.Tables;

internal static class WriterProcess
{
    public const string Switch = "--writer";
    public static Task AppendForeverAsync(Uri endpoint, string table, string cache) => Task.CompletedTask;
}
