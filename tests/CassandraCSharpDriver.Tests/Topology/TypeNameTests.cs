using Cassandra.Internal.Control;

namespace Cassandra.Tests.Topology;

public sealed class TypeNameTests
{
    [Theory]
    [InlineData("int")]
    [InlineData("map<text, list<bigint>>")]
    [InlineData("tuple<int, set<uuid>, map<text, double>>")]
    [InlineData("vector<float, 3>")]
    public void Parse_NameOfASchema_IsTheType(string name) => TypeName.Parse(name).ToString().Should().Be(name);

    [Fact]
    public void Parse_Frozen_IsTheTypeInside() => TypeName.Parse("frozen<map<text, frozen<list<int>>>>").ToString().Should().Be("map<text, list<int>>");

    [Fact]
    public void Parse_TypeOfTheKeyspace_IsKnownByName()
    {
        var type = TypeName.Parse("address");

        type.Code.Should().Be(ColumnTypeCode.Custom);
        type.Name.Should().Be("address");
    }
}
