using System.Collections.Immutable;

namespace Lakehouse.Online.Cassandra.Tests;

public sealed class OptionsTests
{
    private static readonly CassandraOnlineOptions Good = new() { ContactPoints = ["127.0.0.1"], Keyspace = "feat_dev" };

    [Fact]
    public void Validate_Defaults_AreGood()
    {
        var validate = Good.Validate;

        validate.Should().NotThrow();
    }

    [Fact]
    public void Validate_ManyFaults_NamesEachWithValueAndRule()
    {
        var wrong = Good with
        {
            ContactPoints = [], Keyspace = "Feat; DROP", Port = 0, ReadConsistency = CassandraConsistency.EachQuorum, HedgeBudget = double.NaN, MarkerLifetime = TimeSpan.FromSeconds(2),
            Replication = ImmutableSortedDictionary<string, int>.Empty.Add("dc'1", 3), MaxReadsInFlight = 0, Retention = TimeSpan.Zero, WriteTimeout = TimeSpan.Zero,
        };

        var validate = wrong.Validate;

        validate.Should().Throw<OnlineStoreException>().WithMessage(
            "*contact points*keyspace 'Feat; DROP'*1 to 48*port 0*1 to 65535*replication 'dc'1'*EachQuorum*writes only*write timeout 00:00:00*hedge budget NaN*reads in flight 0*marker lifetime 00:00:02*retention 00:00:00*");
    }

    [Fact]
    public void Constructor_WrongOptions_IsRefusedBeforeAnythingIsConnected()
    {
        var open = () => new CassandraOnlineStore(Good with { Port = 70_000 }, TimeProvider.System);

        open.Should().Throw<OnlineStoreException>().WithMessage("*port 70000*");
    }

    [Fact]
    public void Credentials_FileWithoutPassword_SaysWhereAndNotWhat()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "someone\n");

        var read = CassandraCredentials.FromFile(file).Read;

        read.Should().Throw<OnlineStoreException>().WithMessage($"*{file}*second*").Which.Message.Should().NotContain("someone");
        File.Delete(file);
    }

    [Fact]
    public void Credentials_VariableNotSet_NamesIt()
    {
        var read = CassandraCredentials.FromEnvironment("NO_SUCH_USER", "NO_SUCH_PASSWORD").Read;

        read.Should().Throw<OnlineStoreException>().WithMessage("*NO_SUCH_USER*");
    }

    [Fact]
    public void Credentials_ToString_NeverHoldsThem()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "someone\nsecret\n");
        var credentials = CassandraCredentials.FromFile(file);

        credentials.Read().Should().Be(("someone", "secret"));
        (Good with { Credentials = credentials }).ToString().Should().NotContain("secret").And.NotContain("someone");
        File.Delete(file);
    }
}
