using Lakehouse.Features.Definitions;
using Sample.Flights;

namespace Lakehouse.Features.Tests.Definitions;

public sealed class DefinitionJsonTests
{
    private readonly ProjectDefinition project = new FlightsProject().Build();

    [Fact]
    public void Read_WhatWriteWrote_IsTheSameForEveryKind()
    {
        var json = DefinitionJson.Write(project);

        var again = DefinitionJson.ReadProject(json);

        DefinitionJson.Write(again).Should().Be(json);
        foreach (var contract in project.Contracts) DefinitionJson.Write(DefinitionJson.ReadContract(DefinitionJson.Write(contract))).Should().Be(DefinitionJson.Write(contract));
        foreach (var view in project.Views) DefinitionJson.Write(DefinitionJson.ReadView(DefinitionJson.Write(view))).Should().Be(DefinitionJson.Write(view));
        foreach (var set in project.Sets) DefinitionJson.Write(DefinitionJson.ReadSet(DefinitionJson.Write(set))).Should().Be(DefinitionJson.Write(set));
        DefinitionJson.Identity(again.Sets[0]).Should().Be(DefinitionJson.Identity(project.Sets[0]));
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{}", "'format'")]
    [InlineData("{\"format\":2}", "format 2")]
    [InlineData("{\"format\":1,\"kind\":\"set\"}", "a set, not a contract")]
    [InlineData("{\"format\":1,\"kind\":\"contract\"}", "'name'")]
    public void Read_OtherText_NamesWhatIsWrong(string json, string expected)
    {
        FluentActions.Invoking(() => DefinitionJson.ReadContract(json)).Should().Throw<FormatException>().WithMessage($"*{expected}*");
    }
}
