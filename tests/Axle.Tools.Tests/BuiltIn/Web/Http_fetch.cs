using System.Net;
using System.Text.Json;
using Axle.Tools.BuiltIn.Web;
using Axle.Tools.Contract;

namespace Axle.Tools.Tests.BuiltIn.Web;

public sealed class Http_fetch
{
    [Fact]
    public async Task Page_becomes_text()
    {
        await using var server = new LocalServer(static (_, _) =>
            LocalServer.Answer("<html><head><title>x</title></head><body><h1>Hello &amp; welcome</h1>"
                + "<script>bad()</script><p>One</p><p>Two</p></body></html>", "text/html"));

        var page = await Fetch(Allowing(server), $"http://localhost:{server.Port}/");

        page.GetProperty("text").GetString().ShouldBe("Hello & welcome\n\nOne\n\nTwo");
        server.Requests.Single().Head.ShouldNotContain("Cookie");
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://[::1]:{0}/")]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://0x7f.1:{0}/")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    public async Task This_machine_and_private_networks_are_not_reached(string address)
    {
        await using var server = new LocalServer(static (_, _) => LocalServer.Answer("secret", "text/plain"));

        var refused = await Should.ThrowAsync<AxleException>(() =>
            Fetch(WebOptions.Default, string.Format(System.Globalization.CultureInfo.InvariantCulture, address, server.Port)));

        refused.Error.Kind.ShouldBe(ErrorKind.Refused);
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Redirect_to_a_private_place_is_not_followed()
    {
        await using var inner = new LocalServer(static (_, _) => LocalServer.Answer("secret", "text/plain"));
        await using var outer = new LocalServer((_, _) => LocalServer.Answer("", "text/plain", 302, $"Location: http://127.0.0.1:{inner.Port}/\r\n"));

        var refused = await Should.ThrowAsync<AxleException>(() => Fetch(Allowing(outer), $"http://localhost:{outer.Port}/"));

        refused.Error.Kind.ShouldBe(ErrorKind.Refused);
        inner.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Name_that_leads_to_a_private_address_among_public_ones_is_refused()
    {
        using var tool = new HttpFetchTool(WebOptions.Default, static (_, _) =>
            Task.FromResult(new[] { IPAddress.Parse("93.184.216.34"), IPAddress.Loopback }));

        (await Should.ThrowAsync<AxleException>(() => Fetch(tool, "http://rebind.example/"))).Error.Kind.ShouldBe(ErrorKind.Refused);
    }

    [Fact]
    public async Task Answer_is_read_up_to_its_limit()
    {
        await using var server = new LocalServer(static (_, _) => LocalServer.Answer(new string('x', 100_000), "text/plain"));

        var page = await Fetch(Allowing(server) with { LargestAnswer = 1_000 }, $"http://localhost:{server.Port}/");

        (page.GetProperty("text").GetString()!.Length, page.GetProperty("more").GetBoolean()).ShouldBe((1_000, true));
    }

    [Fact]
    public async Task Host_that_is_not_on_the_list_is_refused() =>
        (await Should.ThrowAsync<AxleException>(() =>
            Fetch(WebOptions.Default with { Hosts = ["example.org"] }, "https://example.com/"))).Message.ShouldContain("allowed hosts");

    private static WebOptions Allowing(LocalServer server) => WebOptions.Default with { PrivateHosts = [$"localhost:{server.Port}"] };

    private static async Task<JsonElement> Fetch(WebOptions options, string url)
    {
        using var tool = new HttpFetchTool(options);
        return await Fetch(tool, url);
    }

    private static async Task<JsonElement> Fetch(HttpFetchTool tool, string url) => await new ToolCatalog([tool]).InvokeAsync(
        "http.fetch", JsonSerializer.SerializeToElement(new { url }),
            new ToolContext(Path.GetTempPath(), false, "key", TimeProvider.System), TestContext.Current.CancellationToken);
}
