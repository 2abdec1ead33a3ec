namespace Lakehouse.Cli.Submit;

/// <summary>Finds the program of a submission.</summary>
internal static class ProgramFile
{
    /// <summary>The .dll that is named, or that of a project in <c>jobs/</c> of the clone, built as this command was.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static string Find(string nameOrPath)
    {
        if (nameOrPath.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
            return File.Exists(nameOrPath) ? Path.GetFullPath(nameOrPath) : throw new UsageException($"--program: '{nameOrPath}' does not exist.");
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        if (SampleData.FindClone() is { } clone && Path.Combine(clone, "artifacts", "bin", nameOrPath, configuration, nameOrPath + ".dll") is var dll && File.Exists(dll)) return dll;
        throw new UsageException($"--program: '{nameOrPath}' is no .dll, and no built project of jobs/ in a clone. Build your program and give the path of its .dll.");
    }
}
