using System.Net;
using System.Text;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Reflection.V1;
using Lakehouse.Features;
using Lakehouse.Serving.Tests.Api;
using Lakehouse.Serving.V1;
using static Lakehouse.Serving.Tests.ServingHost;

namespace Lakehouse.Serving.Tests.Rest;

/// <summary>JSON over HTTP/1.1 on its own port.</summary>
public sealed class RestTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetFeatures_Json_GivesValuesByTheJsonMappingOfProtobuf()
    {
        await using var host = await HostAsync();
        using var http = new HttpClient { BaseAddress = host.Server.RestAddress };

        var (status, answer) = await PostAsync(http, """
            {"set": "delays@1", "keys": [{"name": "airport", "strings": ["ORD", "XXX"]}], 
             "inputs": [{"name": "minutes", "integers": ["9007199254740993"]}], "at": "36000000000", "requestId": "r1"}
            """);

        status.Should().Be(HttpStatusCode.OK);
        answer.GetProperty("requestId").GetString().Should().Be("r1");
        answer.GetProperty("rows").GetInt32().Should().Be(2);
        Convert.FromBase64String(answer.GetProperty("features")[0].GetProperty("status").GetString()!).Should().Equal(1, 4);
        answer.GetProperty("features")[0].GetProperty("integers")[0].GetString().Should().Be("12");
        answer.GetProperty("features")[2].GetProperty("integers")[1].GetString().Should().Be("9007199254740994", "no digit is lost in a double");
        answer.GetProperty("schema").GetProperty("features")[0].GetProperty("type").GetString().Should().Be("DATA_TYPE_INT64");
    }

    [Fact]
    public async Task GetFeatures_Mistakes_AreJsonErrorsWithDetails()
    {
        await using var host = await HostAsync();
        using var http = new HttpClient { BaseAddress = host.Server.RestAddress };

        var unknown = await PostAsync(http, """{"set": "nothing@1"}""");
        var missing = await PostAsync(http, """{"set": "delays@1"}""");
        var broken = await PostAsync(http, """{"set": """);

        (unknown.Status, unknown.Answer.GetProperty("code").GetInt32()).Should().Be((HttpStatusCode.NotFound, (int)StatusCode.NotFound));
        unknown.Answer.GetProperty("details")[0].GetProperty("reason").GetString().Should().Be("SET_NOT_FOUND");
        missing.Status.Should().Be(HttpStatusCode.BadRequest);
        missing.Answer.GetProperty("details").EnumerateArray().Select(d => d.GetProperty("@type").GetString()).Should()
            .Equal("type.googleapis.com/google.rpc.ErrorInfo", "type.googleapis.com/google.rpc.BadRequest");
        broken.Status.Should().Be(HttpStatusCode.BadRequest);
        host.Log.Lines.Should().BeEmpty();
    }

    [Semantics("8.5")]
    [Theory]
    [InlineData("""{"set": "delays@1", "At": "36000000000"}""", "At")]
    [InlineData("""{"set": "delays@1", "at_micros": "36000000000"}""", "at_micros")]
    [InlineData("""{"set": "delays@1", "at": "36000000000", "at": "1"}""", "at")]
    [InlineData("""{"set": "delays@1", "requestId": "a", "request_id": "b"}""", "request_id")]
    [InlineData("""{"set": "delays@1", "keys": [{"name": "airport", "string": ["ORD"]}]}""", "keys[0].string")]
    public async Task GetFeatures_FieldThatIsNotKnownOrStandsTwice_IsRefusedAndNamed(string json, string field)
    {
        await using var host = await HostAsync();
        using var http = new HttpClient { BaseAddress = host.Server.RestAddress };

        var (status, answer) = await PostAsync(http, json);

        status.Should().Be(HttpStatusCode.BadRequest);
        answer.GetProperty("details")[0].GetProperty("reason").GetString().Should().Be("REQUEST_INVALID");
        answer.GetProperty("details")[1].GetProperty("fieldViolations")[0].GetProperty("field").GetString().Should().Be(field);
    }

    [Semantics("8.5")]
    [Theory]
    [InlineData("""{"set": """)]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"set": "delays@1"} more""")]
    [InlineData("""{"set": "delays@1", "at": "1970-01-01T10:00:00Z"}""")]
    [InlineData("""{"set": "delays@1", "at": 36000000000.5}""")]
    [InlineData("""{"set": "delays@1", "at": 9223372036854775808}""")]
    [InlineData("""{"set": "delays@1", "keys": [{"name": "airport", "strings": ["ORD", null]}]}""")]
    [InlineData("""{"set": "delays@1", "keys": [{"name": "airport", "strings": [5]}]}""")]
    [InlineData("""{"set": "delays@1", "keys": [null]}""")]
    [InlineData("""{"set": "delays@1", "keys": [{"name": "airport", "strings": ["ORD", "A\ud800"]}]}""")]
    public async Task GetFeatures_BodyThatIsNoRequest_IsMalformed(string json)
    {
        await using var host = await HostAsync();
        using var http = new HttpClient { BaseAddress = host.Server.RestAddress };

        var (status, answer) = await PostAsync(http, json);

        status.Should().Be(HttpStatusCode.BadRequest);
        answer.GetProperty("details")[0].GetProperty("reason").GetString().Should().Be("MESSAGE_MALFORMED");
    }

    [Fact]
    public async Task GetFeatures_ParametersOrAnotherContentTypeOrTooLong_IsRefused()
    {
        await using var host = await HostAsync();
        using var http = new HttpClient { BaseAddress = host.Server.RestAddress };
        async Task<(HttpStatusCode, string?)> Post(string uri, HttpContent content)
        {
            using var response = await http.PostAsync(uri, content, Ct);
            var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Ct)).RootElement;
            return (response.StatusCode, answer.GetProperty("details")[0].GetProperty("reason").GetString());
        }

        const string Request = """{"set": "delays@1", "keys": [{"name": "airport", "strings": ["ORD"]}]}""";
        var tooLong = Request.Replace("ORD", new string('x', 5_000_000), StringComparison.Ordinal);

        (await Post("/v1/features:get?at=36000000000", Json(Request))).Should().Be((HttpStatusCode.BadRequest, "REQUEST_INVALID"));
        (await Post("/v1/features:get", new StringContent(Request, Encoding.UTF8, "text/plain"))).Should().Be((HttpStatusCode.BadRequest, "MESSAGE_MALFORMED"));
        (await Post("/v1/features:get", Json(tooLong))).Should().Be((HttpStatusCode.TooManyRequests, "MESSAGE_TOO_LARGE"));
        var page = await Telemetry.MetricsTests.ScrapeAsync(host);
        foreach (var reason in new[] { "REQUEST_INVALID", "MESSAGE_MALFORMED", "MESSAGE_TOO_LARGE" }) page[$"lakehouse_serving_calls_refused_total{{reason=\"{reason}\"}}"].Should().Be(1, reason);
    }

    [Fact]
    public async Task GetFeatures_OtherSpellingsOfTheMapping_AreOneRequest()
    {
        await using var host = await HostAsync();
        using var http = new HttpClient { BaseAddress = host.Server.RestAddress };
        const string Rest = """ "omit_schema": true, "keys": [{"name": "airport", "strings": ["ORD"]}], "inputs": [{"name": "minutes", "integers": [3]}] """;

        var answers = new List<string>();
        foreach (var at in (string[])["\"36000000000\"", "36000000000", "3.6e10", "36000000000.0"])
            answers.Add((await PostAsync(http, $$"""{"set": "delays@1", "at": {{at}}, {{Rest}}}""")).Answer.GetRawText());

        answers.Distinct().Should().ContainSingle().Which.Should().Contain("\"12\"");
    }

    [Semantics("8.6")]
    [Theory]
    [InlineData("9007199254740993", 9007199254740993)]
    [InlineData("-9007199254740993", -9007199254740993)]
    [InlineData("\"9007199254740993\"", 9007199254740993)]
    [InlineData("9223372036854775806", long.MaxValue - 1)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("9007199254740993.0", 9007199254740993)]
    [InlineData("1e18", 1_000_000_000_000_000_000)]
    [InlineData("9007199254740993.5", null)]
    [InlineData("9223372036854775808", null)]
    [InlineData("1e400", null)]
    [InlineData("5.5", null)]
    public async Task GetFeatures_IntegersBeyondADouble_KeepEveryDigitOrAreRefused(string json, long? read)
    {
        await using var host = await HostAsync();
        using var http = new HttpClient { BaseAddress = host.Server.RestAddress };

        var (status, answer) = await PostAsync(http, $$"""{"set": "delays@1", "keys": [{"name": "airport", "strings": ["ORD"]}], "inputs": [{"name": "minutes", "integers": [{{json}}]}]}""");

        status.Should().Be(read is null ? HttpStatusCode.BadRequest : HttpStatusCode.OK);
        if (read is { } number) answer.GetProperty("features")[2].GetProperty("integers")[0].GetString().Should().Be($"{number + 1}", "the feature is one more than its input");
    }

    [Fact]
    public async Task Sets_ListAndDescribe_AreGets()
    {
        await using var host = await HostAsync();
        using var http = new HttpClient { BaseAddress = host.Server.RestAddress };

        var list = JsonDocument.Parse(await http.GetStringAsync("/v1/sets?pageSize=2", Ct)).RootElement;
        var one = JsonDocument.Parse(await http.GetStringAsync("/v1/sets/pairs@1", Ct)).RootElement;

        list.GetProperty("sets").EnumerateArray().Select(s => s.GetProperty("set").GetString()).Should().Equal("delays@1", "everything@1");
        list.GetProperty("nextPageToken").GetString().Should().Be("everything@1");
        one.GetProperty("set").GetProperty("schema").GetProperty("keys")[1].GetProperty("name").GetString().Should().Be("destination");
    }

    [Fact]
    public async Task Probes_StoreDownThenUp_TellReadyApartFromLive()
    {
        await using var host = await ServingHost.StartAsync(o => o with { Rest = new(0) }, storeIsBroken: true);
        using var http = new HttpClient { BaseAddress = host.Server.RestAddress };
        async Task<(HttpStatusCode, HttpStatusCode)> Probe() => ((await http.GetAsync("/healthz/ready", Ct)).StatusCode, (await http.GetAsync("/healthz/live", Ct)).StatusCode);

        var down = await Probe();
        await host.RepairAsync();
        var up = await Probe();

        (down, up).Should().Be(((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (HttpStatusCode.OK, HttpStatusCode.OK)));
    }

    [Fact]
    public async Task Ports_OtherKindsOfCalls_AreNotAnswered()
    {
        await using var host = await HostAsync();
        using var http = new HttpClient { BaseAddress = host.Server.RestAddress };
        using var grpcPort = new HttpClient { BaseAddress = host.Server.Address, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        grpcPort.DefaultRequestHeaders.Host = host.Server.RestAddress!.Authority;
        using var channel = GrpcChannel.ForAddress(host.Server.Address);

        (await http.PostAsync("/lakehouse.serving.v1.FeatureService/GetFeatures", new StringContent("{}", Encoding.UTF8, "application/grpc"), Ct)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await grpcPort.GetAsync("/v1/sets", Ct)).StatusCode.Should().Be(HttpStatusCode.NotFound, "whatever its Host header says");
        (await grpcPort.GetAsync("/healthz/live", Ct)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        var rest = new Method<byte[], byte[]>(
            MethodType.Unary, "lakehouse.serving.rest.v1.FeatureRest", "ListSets", Marshallers.Create<byte[]>(b => b, b => b), Marshallers.Create<byte[]>(b => b, b => b));
        var call = async () => await channel.CreateCallInvoker().AsyncUnaryCall(rest, host: null, new CallOptions(cancellationToken: Ct), []);
        (await call.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.Unimplemented);
        using var reflection = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo(cancellationToken: Ct);
        await reflection.RequestStream.WriteAsync(new() { ListServices = "" }, Ct);
        await reflection.ResponseStream.MoveNext(Ct);
        reflection.ResponseStream.Current.ListServicesResponse.Service.Should().NotContain(s => s.Name.Contains("FeatureRest", StringComparison.Ordinal), "it cannot be called over gRPC");
        (await new FeatureService.FeatureServiceClient(channel).GetFeaturesAsync(StreamTests.Request("", "delays@1", "ORD"), cancellationToken: Ct)).Rows.Should().Be(1);
    }

    private static async Task<ServingHost> HostAsync()
    {
        var host = await ServingHost.StartAsync(o => o with { Rest = new(0), Telemetry = new() { MetricsPort = 0 } });
        await host.SyncAsync(Delays, Row(["ORD"], 10 * Hour, Value.Int64(12)));
        return host;
    }

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(HttpClient http, string json)
    {
        using var response = await http.PostAsync("/v1/features:get", Json(json), Ct);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync(Ct)).RootElement);
    }
}
