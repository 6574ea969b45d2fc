using Axle.Agents.Registry;
using Axle.Cli.Tests.Support;
using Axle.Models;
using Axle.Models.Configuration;
using Axle.Server;
using Axle.Server.Identity;

namespace Axle.Cli.Tests.Commands;

public sealed class GatewayStatusTests
{
    private const string Key = "planted-gateway-key";
    private static readonly ModelOptions Models = new(
    [
        new ProviderOptions("openai", "openai")
        {
            DefaultModel = "gpt-5", Priority = 10, RequestsPerMinute = 60, Key = new Secret("k"), Keys = [new NamedKey("OPENAI_API_KEY", new Secret("k"))], KeyVariables = ["OPENAI_API_KEY"],
        },
        new ProviderOptions("anthropic", "anthropic") { DefaultModel = "claude", KeyVariables = ["ANTHROPIC_API_KEY"], Priority = 20 },
    ]);

    [Fact]
    public async Task Providers_of_a_running_gateway_are_shown_for_people_and_for_programs()
    {
        using var models = new ModelGateway(Models);
        await using var server = await StartAsync(models);
        using var bench = new Workbench();
        bench.Variables["AXLE_GATEWAY_KEY"] = Key;

        var shown = await bench.RunAsync("gateway", "status", "--url", server.Url.ToString());
        var told = await bench.RunAsync("gateway", "status", "--url", $"{server.Url}v1/", "--json");

        shown.Code.ShouldBe(ExitCodes.Success, shown.Error);
        shown.Output.ShouldContain("OPENAI_API_KEY");
        shown.Output.ShouldContain("60 of 60 requests");
        shown.Output.ShouldContain("not asked yet");
        shown.Output.ShouldContain("It has no key: set ANTHROPIC_API_KEY.");
        told.Json.GetProperty("deployments").EnumerateArray().Select(static d => (d.GetProperty("provider").GetString(), d.GetProperty("circuit").GetString()))
            .ShouldBe([("openai", "closed"), ("anthropic", "closed")]);
        (shown.Output + shown.Error + told.Output).ShouldNotContain(Key);
    }

    [Fact]
    public async Task A_missing_or_wrong_key_a_dead_address_and_a_stranger_are_told_apart()
    {
        using var models = new ModelGateway(Models);
        await using var server = await StartAsync(models);
        using var stranger = new FakeProvider(static _ => (200, "<html>"));
        using var bench = new Workbench();

        (await bench.RunAsync("gateway", "status", "--url", server.Url.ToString())).Error.ShouldContain("asks for a key: set AXLE_GATEWAY_KEY");
        bench.Variables["AXLE_GATEWAY_KEY"] = "wrong";
        (await bench.RunAsync("gateway", "status", "--url", server.Url.ToString())).Error.ShouldContain("does not take the key in AXLE_GATEWAY_KEY");
        (await bench.RunAsync("gateway", "status", "--url", "http://127.0.0.1:1")).Error.ShouldContain("Start one with 'ax gateway serve'");
        (await bench.RunAsync("gateway", "status", "--url", stranger.Url.ToString())).Error.ShouldContain("is no gateway of this version");
        (await bench.RunAsync("gateway", "status", "--url", "localhost")).Code.ShouldBe(ExitCodes.Usage);
    }

    private static Task<GatewayServer> StartAsync(ModelGateway models) => GatewayServer.StartAsync(
        models, Models, new AgentRegistry([]), new GatewayServerOptions { Port = 0, Keys = [new AccessKey("TEST_KEY", Key)] });
}
