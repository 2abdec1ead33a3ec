using Lakehouse.Cassandra.TestHost.Tests;

// The tests' program; the test of orphans runs it again as the process that it kills.
return args is ["--hold-node"] ? await NodeHolder.RunAsync() : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
