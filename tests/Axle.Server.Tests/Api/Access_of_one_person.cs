using System.Net;
using Axle.Server.Identity.Access;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Tests.Api;

public sealed class Access_of_one_person(ApiServer api) : IClassFixture<ApiServer>
{
    [Fact]
    public void Every_endpoint_of_the_API_states_its_permission() =>
        api.Server.Endpoints.OfType<RouteEndpoint>().Where(static e => EndpointAccess.RuleOf(e) is null).Select(static e => e.DisplayName).ShouldBeEmpty();

    [Fact]
    public async Task Without_the_token_nothing_is_told_but_health()
    {
        using var http = new HttpClient { BaseAddress = new Uri(api.Server.Url, "api/v1/") };

        (await http.GetAsync("runs", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await http.GetAsync("live", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await http.GetAsync("health", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_printed_address_becomes_a_cookie_and_changes_need_the_header_too()
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = api.Server.Url };

        var entered = await http.GetAsync($"?token={ApiServer.Token}", TestContext.Current.CancellationToken);
        var session = System.Text.Json.JsonElement.Parse(await http.GetStringAsync("api/v1/session", TestContext.Current.CancellationToken));
        var forged = await PostAsync(http, null, null);
        var elsewhere = await PostAsync(http, session.GetProperty("csrf").GetString(), "https://evil.example");
        var own = await PostAsync(http, session.GetProperty("csrf").GetString(), $"http://{api.Server.Url.Authority}");

        entered.Headers.Location!.ToString().ShouldBe("/");
        entered.Headers.GetValues("Set-Cookie").Single().ShouldContain("httponly");
        (forged, elsewhere, own).ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Accepted));
    }

    [Fact]
    public async Task A_name_of_the_web_that_points_here_is_refused()
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(api.Server.Url, "api/v1/health"));
        request.Headers.Host = "evil.example";

        (await http.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_description_is_made_from_the_code_and_names_every_operation()
    {
        var described = await api.GetAsync("openapi.json");

        described.GetProperty("openapi").GetString().ShouldStartWith("3.1");
        described.GetProperty("paths").EnumerateObject().Count().ShouldBeGreaterThan(40);
        foreach (var operation in described.GetProperty("paths").EnumerateObject().SelectMany(static p => p.Value.EnumerateObject()))
            operation.Value.GetProperty("operationId").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task The_gateway_and_MCP_want_the_token_too()
    {
        using var http = new HttpClient { BaseAddress = api.Server.Url };

        var without = await http.GetAsync("v1/models", TestContext.Current.CancellationToken);
        var tools = await http.PostAsync("mcp", null, TestContext.Current.CancellationToken);
        var with = await api.Client.GetAsync(new Uri(api.Server.Url, "v1/models"), TestContext.Current.CancellationToken);
        var status = await api.Client.GetAsync(new Uri(api.Server.Url, "gateway/status"), TestContext.Current.CancellationToken);

        (without.StatusCode, tools.StatusCode).ShouldBe((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized));
        (await without.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("invalid_api_key");
        (with.StatusCode, status.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient http, string? csrf, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/runs")
        {
            Content = new StringContent("""{"workflow":"waiting"}""", System.Text.Encoding.UTF8, "application/json"),
        };
        if (csrf is not null)
            request.Headers.Add("X-Axle-CSRF", csrf);
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        return (await http.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode;
    }
}
