using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Lakehouse.Notebooks.Execution;

/// <summary>One notebook's state: each cell goes on from the script state of the one before.</summary>
internal sealed class CellSession(string folder)
{
    private readonly CellGlobals globals = new();

    private readonly ScriptOptions options = ScriptOptions.Default
        .WithFilePath(Path.Combine(folder, "notebook.csx"))
        .WithSourceResolver(ScriptSourceResolver.Default.WithBaseDirectory(folder))
        .WithMetadataResolver(ScriptMetadataResolver.Default.WithBaseDirectory(folder))
        .WithLanguageVersion(LanguageVersion.Latest)
        .AddReferences("System.Linq", "System.Linq.Expressions", "System.Console")
        .AddImports("System", "System.IO", "System.Linq", "System.Collections.Generic", "System.Threading.Tasks");

    private ScriptState<object>? state;

    /// <summary>Runs one cell; its outputs in Jupyter's format, and the message when it failed.</summary>
    public async Task<(JsonArray Outputs, string? Error)> RunAsync(string source)
    {
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        Environment.CurrentDirectory = folder;
        globals.Outputs = [];
        var console = Console.Out;
        var text = new StringWriter { NewLine = "\n" };
        string? error = null;
        try
        {
            Console.SetOut(text);
            state = state is null ? await CSharpScript.RunAsync(source, options, globals) : await state.ContinueWithAsync(source, options);
            if (state.ReturnValue is { } value) globals.Outputs.Add(CellOutput.Of(value));
        }
        catch (CompilationErrorException e)
        {
            error = e.Message;
        }
        catch (Exception e)
        {
            error = $"{e.GetType().FullName}: {e.Message}";
        }
        finally
        {
            Console.SetOut(console);
        }

        if (text.ToString() is { Length: > 0 } written) globals.Outputs.Insert(0, CellOutput.Stream(written));
        return (globals.Outputs, error);
    }
}
