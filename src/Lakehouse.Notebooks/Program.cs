using Lakehouse.Notebooks.Execution;

// Runs every code cell of C# notebooks and stores their outputs; with --check compares instead. One process per notebook: a cell may change the whole process.
var check = args.Contains("--check");
var files = args.Where(a => a != "--check").Select(Path.GetFullPath).ToList();
if (files.Count == 0 || files.Any(f => !File.Exists(f)))
{
    Console.Error.WriteLine("usage: Lakehouse.Notebooks [--check] <notebook.ipynb>…");
    return 2;
}

foreach (var file in files)
{
    if (await NotebookFile.RunAsync(file, check) is not { } problem) continue;
    Console.Error.WriteLine($"{Path.GetFileName(file)}: {problem}");
    return 1;
}

return 0;
