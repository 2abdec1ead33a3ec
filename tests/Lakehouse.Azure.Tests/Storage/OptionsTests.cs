using Azure.Core;
using Lakehouse.Azure.Tests.Emulator;
using Lakehouse.Delta;
using Lakehouse.Delta.Storage.Azure;

namespace Lakehouse.Azure.Tests.Storage;

/// <summary>Settings: validated once, secrets never shown.</summary>
public sealed class OptionsTests
{
    private const string Secret = "c2VjcmV0IHNlY3JldA==";

    [Fact]
    public void Open_SeveralRulesBroken_AllInOneMessageWithoutSecrets()
    {
        var options = new AzureStorageOptions { AccountKey = Secret + "!", SasToken = "sp=rl&" + Secret, MaxRetries = 21, Parallelism = 0, Endpoint = new Uri("ftp://127.0.0.1/") };

        var open = () => AzureStorage.Open(Development.Location("t"), options);

        open.Should().Throw<DeltaException>().Which.Message.Should()
            .Contain("exactly one").And.Contain("AccountKey, SasToken").And.Contain("base64").And.Contain("sig=").And.Contain("MaxRetries")
            .And.Contain("Parallelism").And.Contain("Endpoint")
            .And.NotContain(Secret);
    }

    [Fact]
    public void Open_NoCredential_NamesSettingsAndVariables()
    {
        var open = () => AzureStorage.Open(Development.Location("t"), new AzureStorageOptions());

        open.Should().Throw<DeltaException>().WithMessage("*(set: none)*AZURE_STORAGE_KEY*");
    }

    [Fact]
    public void Open_MalformedConnectionString_ShowsNothingOfIt()
    {
        var open = () => AzureStorage.Open(Development.Location("t"), new AzureStorageOptions { ConnectionString = $"AccountKey={Secret};nonsense" });

        open.Should().Throw<DeltaException>().Which.ToString().Should().Contain("cannot be read").And.NotContain(Secret);
    }

    [Fact]
    public void Open_ConnectionStringOfAnotherAccount_NamesBoth()
    {
        var text = $"DefaultEndpointsProtocol=https;AccountName=other;AccountKey={Secret};EndpointSuffix=core.windows.net";

        var open = () => AzureStorage.Open(Development.Location("t"), new AzureStorageOptions { ConnectionString = text });

        open.Should().Throw<DeltaException>().WithMessage("*'other'*'devstoreaccount1'*");
    }

    [Fact]
    public void ToString_WithSecrets_ShowsOnlyTheirNames()
    {
        var text = new AzureStorageOptions { AccountKey = Secret, SasToken = "sig=" + Secret, ConnectionString = "AccountKey=" + Secret }.ToString();

        text.Should().Contain("ConnectionString, AccountKey, SasToken").And.NotContain(Secret);
    }

    [Fact]
    public void FromEnvironment_AllVariables_AreRead()
    {
        var variables = new Dictionary<string, string?>
        {
            ["AZURE_STORAGE_KEY"] = Secret,
            ["AZURE_STORAGE_IDENTITY"] = "workloadidentity",
            ["AZURE_STORAGE_ENDPOINT"] = "http://127.0.0.1:10000/devstoreaccount1",
            ["AZURE_STORAGE_NAMESPACE"] = "flat",
        };

        var options = AzureStorageOptions.FromEnvironment(variables.GetValueOrDefault);

        options.Should().Be(new AzureStorageOptions
        {
            AccountKey = Secret,
            Identity = AzureIdentityKind.WorkloadIdentity,
            Endpoint = new Uri("http://127.0.0.1:10000/devstoreaccount1"),
            HierarchicalNamespace = false,
        });
    }

    [Fact]
    public void FromEnvironment_WrongTexts_AllInOneMessage()
    {
        var variables = new Dictionary<string, string?> { ["AZURE_STORAGE_IDENTITY"] = "guess", ["AZURE_STORAGE_ENDPOINT"] = "nowhere", ["AZURE_STORAGE_NAMESPACE"] = "deep" };

        var read = () => AzureStorageOptions.FromEnvironment(variables.GetValueOrDefault);

        read.Should().Throw<DeltaException>().WithMessage("*AZURE_STORAGE_IDENTITY*ManagedIdentity*AZURE_STORAGE_ENDPOINT*AZURE_STORAGE_NAMESPACE*");
    }

    [Fact]
    public async Task Read_CredentialThatNeverAnswers_GivesUpInTimeWithATypedError()
    {
        var options = new AzureStorageOptions { TokenCredential = new SilentCredential(), CredentialTimeout = TimeSpan.FromMilliseconds(50) };
        var read = () => AzureStorage.Open(Development.Location("t"), options).ReadAsync("x", Development.Cancel);

        var thrown = (await read.Should().ThrowAsync<DeltaException>().WithMessage("*no token*")).Which;

        thrown.Code.Should().Be(DeltaErrorCode.Storage);
    }

    [Fact]
    public async Task Read_IdentityThatIsNotConfigured_SaysSo()
    {
        var options = new AzureStorageOptions { Identity = AzureIdentityKind.WorkloadIdentity };
        var read = () => AzureStorage.Open(Development.Location("t"), options).ReadAsync("x", Development.Cancel);

        await read.Should().ThrowAsync<DeltaException>().WithMessage("*the credential gave no token (WorkloadIdentityCredential*Configure the one identity*");
    }

    private sealed class SilentCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            throw new NotSupportedException();
        }
    }
}
