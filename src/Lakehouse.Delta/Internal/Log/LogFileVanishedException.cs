namespace Lakehouse.Delta.Internal.Log;

/// <summary>A file that a listing of the log showed is gone: clean-up ran in between, and a fresh listing shows what replaced it.</summary>
/// <param name="path">The file.</param>
internal sealed class LogFileVanishedException(string path) : Exception(path);
