namespace Lakehouse.Client.Tests.Python;

/// <summary>The Python package against a real server, in a real Python; session.py holds the assertions.</summary>
public sealed class PythonTests(PythonSession session) : IClassFixture<PythonSession>
{
    [Theory]
    [InlineData("every_type")]
    [InlineData("nulls_of_every_type")]
    [InlineData("statuses")]
    [InlineData("frame_of_keys")]
    [InlineData("many_rows")]
    [InlineData("failures")]
    [InlineData("replicas")]
    [InlineData("failed_rows")]
    [InlineData("description")]
    [InlineData("secure")]
    [InlineData("data_class")]
    public void Session_RealServer_GivesWhatItSays(string test)
    {
        const string missing = "Python with grpcio, protobuf and pandas is missing and cannot be installed.";
        if (session.Results is null && Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(missing);
        if (session.Results is null) Assert.Skip(missing);

        session.Results![test].Should().Be("passed");
    }
}
