using Microsoft.Spark.Tests.Life;

// The tests' program; the tests of life and death run it again as a job.
return args is ["--job", var job, ..] ? JobProgram.Run(job) : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
