using Azure.Core;
using Azure.Storage;
using Azure.Storage.Sas;
using Lakehouse.Azure.Tests.Azurite;
using Lakehouse.Azure.Tests.Emulator;
using Lakehouse.Delta;
using Lakehouse.Delta.Storage.Azure;

namespace Lakehouse.Azure.Tests.Storage;

/// <summary>Credentials, judged by Azurite, which checks keys, signatures and rights.</summary>
/// <param name="azurite">Azurite.</param>
public sealed class CredentialTests(AzuriteFixture azurite)
{
    private const string WrongKey = "d3Jvbmcgd3Jvbmcgd3Jvbmcgd3Jvbmcgd3Jvbmcgd3Jvbmc=";

    [Fact]
    public async Task PutIfAbsent_SharedKey_Works() => await RequireItWorksAsync(await azurite.OptionsAsync());

    [Fact]
    public async Task PutIfAbsent_ConnectionString_Works()
    {
        var options = await azurite.OptionsAsync();
        var text = $"DefaultEndpointsProtocol=https;AccountName={Development.Account};AccountKey={Development.Key};BlobEndpoint={options.Endpoint};";

        await RequireItWorksAsync(options with { AccountKey = null, Endpoint = null, ConnectionString = text });
    }

    [Fact]
    public async Task PutIfAbsent_SasWithAllRights_Works() => await RequireItWorksAsync(await SasOptionsAsync("rwdl", TimeSpan.FromHours(1)));

    [Theory]
    [InlineData("rl", 60, "403")]
    [InlineData("rwdl", -60, "403 AuthorizationFailure")]
    public async Task PutIfAbsent_SasWithoutRightsOrExpired_SaysPermission(string rights, int minutes, string answer)
    {
        var options = await SasOptionsAsync(rights, TimeSpan.FromMinutes(minutes));
        var put = () => Development.Open(options).PutIfAbsentAsync(Guid.NewGuid().ToString("N"), new byte[] { 1 }, Development.Cancel);

        var thrown = (await put.Should().ThrowAsync<DeltaException>().WithMessage($"*{answer}*Check the key, the signature's expiry and rights*")).Which;

        thrown.Code.Should().Be(DeltaErrorCode.Storage);
        thrown.IsTransient.Should().BeFalse();
        thrown.ToString().Should().NotContain("sig=").And.NotContain(Signature(options.SasToken!), "a signature is a secret");
    }

    [Fact]
    public async Task PutIfAbsent_SasThatMayCreateButNotWrite_TakenNameIsNoPermissionError()
    {
        var path = Guid.NewGuid().ToString("N");
        await Development.Open(await azurite.OptionsAsync()).PutIfAbsentAsync(path, new byte[] { 1 }, Development.Cancel);

        var created = await Development.Open(await SasOptionsAsync("rcl", TimeSpan.FromHours(1))).PutIfAbsentAsync(path, new byte[] { 2 }, Development.Cancel);

        created.Should().BeFalse();
    }

    [Fact]
    public async Task Read_WrongKey_SaysPermissionAndNotTheKey()
    {
        var options = await azurite.OptionsAsync() with { AccountKey = WrongKey };
        var read = () => Development.Open(options).ReadAsync("x", Development.Cancel);

        var thrown = (await read.Should().ThrowAsync<DeltaException>().WithMessage("*Check the key*")).Which;

        thrown.ToString().Should().NotContain(WrongKey);
    }

    [Fact]
    public async Task PutIfAbsent_BearerToken_Works()
    {
        var options = await azurite.OptionsAsync() with { AccountKey = null };

        await RequireItWorksAsync(options with { TokenCredential = new UnsignedToken(issuer: $"https://sts.windows.net/{Guid.NewGuid()}/") });
        var read = () => Development.Open(options with { TokenCredential = new UnsignedToken(issuer: "https://elsewhere/") }).ReadAsync("x", Development.Cancel);

        await read.Should().ThrowAsync<DeltaException>().WithMessage("*403*");
    }

    private static async Task RequireItWorksAsync(AzureStorageOptions options)
    {
        var storage = Development.Open(options, table: Guid.NewGuid().ToString("N"));
        var content = new byte[] { 1, 2, 3 };

        (await storage.PutIfAbsentAsync("a b+é.json", content, Development.Cancel)).Should().BeTrue();
        (await storage.PutIfAbsentAsync("a b+é.json", content, Development.Cancel)).Should().BeFalse();
        (await storage.ReadAsync("a b+é.json", Development.Cancel)).Should().Equal(content);
        (await storage.ListAsync("", "", Development.Cancel)).Select(f => f.Name).Should().Equal("a b+é.json");
        await storage.DeleteAsync("a b+é.json", Development.Cancel);
        (await storage.ReadAsync("a b+é.json", Development.Cancel)).Should().BeNull();
    }

    private static string Signature(string sas) => sas[(sas.IndexOf("sig=", StringComparison.Ordinal) + 4)..].Split('&')[0];

    private async Task<AzureStorageOptions> SasOptionsAsync(string rights, TimeSpan lifetime)
    {
        var sas = new BlobSasBuilder { BlobContainerName = Development.Container, Resource = "c", ExpiresOn = TimeProvider.System.GetUtcNow() + lifetime };
        sas.SetPermissions(rights, normalize: true);
        var token = sas.ToSasQueryParameters(new StorageSharedKeyCredential(Development.Account, Development.Key)).ToString();
        return await azurite.OptionsAsync() with { AccountKey = null, SasToken = "?" + token };
    }

    /// <summary>A token as Azurite wants it: it reads the claims and checks no signature.</summary>
    private sealed class UnsignedToken(string issuer) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => Create();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            requestContext.Scopes.Should().Equal("https://storage.azure.com/.default");
            return new(Create());
        }

        private AccessToken Create()
        {
            var now = TimeProvider.System.GetUtcNow();
            var (from, to) = (now.AddMinutes(-1).ToUnixTimeSeconds(), now.AddHours(1).ToUnixTimeSeconds());
            var claims = $$"""{"aud":"https://storage.azure.com","iss":"{{issuer}}","nbf":{{from}},"iat":{{from}},"exp":{{to}}}""";
            return new AccessToken($"{Encode("""{"alg":"none","typ":"JWT"}""")}.{Encode(claims)}.{Encode("none")}", now.AddHours(1));
        }

        private static string Encode(string json) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
