using Axle.Testing.Models;

namespace Axle.Server.Tests.Serving;

/// <summary>What the gateway tells of its providers.</summary>
public sealed class StatusTests
{
    private const string Question = """{"model":"served-model","messages":[{"role":"user","content":"Hi"}]}""";

    [Fact]
    public async Task The_status_tells_load_limits_times_and_errors_of_every_deployment()
    {
        await using var gateway = await Gateway.WithAsync(static p => p with { RequestsPerMinute = 10, Models = ["other-model"] });
        using var wire = new Wire(gateway);
        await wire.ChatAsync(Question);
        gateway.Upstream.Gives(ServedReply.Error(ErrorCase.Overloaded));
        await wire.ChatAsync(Question);

        var told = (await wire.GetAsync("../gateway/status")).Json;

        told.GetProperty("underWay").GetInt32().ShouldBe(1);
        var deployments = told.GetProperty("deployments");
        deployments.GetArrayLength().ShouldBe(2);
        var asked = deployments[0];
        asked.GetProperty("model").GetString().ShouldBe("served-model");
        asked.GetProperty("circuit").GetString().ShouldBe("closed");
        asked.GetProperty("errorRate").GetDouble().ShouldBe(0.5, 0.01);
        asked.GetProperty("requestsLastMinute").GetInt64().ShouldBe(2);
        asked.GetProperty("tokensLastMinute").GetInt64().ShouldBeGreaterThan(0);
        asked.GetProperty("latencyMs").GetDouble().ShouldBeGreaterThan(0);
        asked.GetProperty("limits").GetProperty("requests").GetProperty("left").GetInt64().ShouldBe(8);
        deployments[1].GetProperty("requestsLastMinute").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task A_provider_that_is_toldsays_since_when_and_why()
    {
        await using var gateway = await Gateway.StartAsync();
        using var wire = new Wire(gateway);
        gateway.Upstream.Otherwise = ServedReply.Error(ErrorCase.BadKey);
        await wire.ChatAsync(Question);

        var told = (await wire.GetAsync("../gateway/status")).Json.GetProperty("deployments")[0];

        told.GetProperty("circuit").GetString().ShouldBe("open");
        told.GetProperty("cause").GetString().ShouldBe("authentication");
        told.GetProperty("openUntil").GetDateTimeOffset().ShouldBeGreaterThan(told.GetProperty("since").GetDateTimeOffset());
    }

    [Fact]
    public async Task Only_holders_of_a_key_see_it()
    {
        await using var gateway = await Gateway.StartAsync();
        using var wire = new Wire(gateway);

        (await wire.GetAsync("../gateway/status", key: null)).Status.ShouldBe(401);
        (await wire.PostAsync("../gateway/status", "{}")).Status.ShouldBe(405);
    }
}
