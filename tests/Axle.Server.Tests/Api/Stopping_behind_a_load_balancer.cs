using System.Net;

namespace Axle.Server.Tests.Api;

/// <summary>What load balancers and their callers see of a server that is about to stop.</summary>
public sealed class Stopping_behind_a_load_balancer : IAsyncLifetime
{
    private readonly ApiServer _api = new();

    public ValueTask InitializeAsync() => _api.InitializeAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_server_that_is_about_to_stop_says_so_answers_all_the_same_and_ends_its_connections()
    {
        using var http = new HttpClient { BaseAddress = new Uri(_api.Server.Url, "api/v1/") };
        http.DefaultRequestHeaders.Authorization = new("Bearer", ApiServer.Token);

        var before = await http.GetAsync("health", TestContext.Current.CancellationToken);
        _api.Server.Leave();
        var after = await http.GetAsync("health", TestContext.Current.CancellationToken);
        var runs = await http.GetAsync("runs", TestContext.Current.CancellationToken);

        (before.StatusCode, before.Headers.ConnectionClose).ShouldBe((HttpStatusCode.OK, null));
        (after.StatusCode, after.Headers.ConnectionClose).ShouldBe((HttpStatusCode.ServiceUnavailable, true));
        (await after.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("stopping");
        (runs.StatusCode, runs.Headers.ConnectionClose).ShouldBe((HttpStatusCode.OK, true));
    }
}
