using Lakehouse.Cli;

return await LakehouseCommand.RunAsync(args, Terminal.ForProcess(), TimeProvider.System);
