using System.Net;
using Axle.Server.Identity.Access;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Tests.Identity;

public sealed class What_strangers_leave_behind
{
    [Fact]
    public async Task Bodies_of_strangers_have_64_KiB_at_most_at_every_door_that_is_open_to_them()
    {
        var (host, _) = await IdentityHost.SetUpAsync();
        await using var __ = host;
        var stranger = host.NewBrowser();
        var open = host.Endpoints.Where(static e => EndpointAccess.RuleOf(e) is { Permission: null } && MethodOf(e) is "POST" or "PUT")
            .Select(static e => e.RoutePattern.RawText!).ToList();
        open.Count.ShouldBeGreaterThanOrEqualTo(7);
        foreach (var route in open)
        {
            var large = new { user = "ann", password = new string('x', EndpointAccess.LargestOfStrangers) };
            // The server closes the connection of who sends on what it has refused.
            using var answer = await stranger.SendAsync("POST", route["/api/v1/".Length..].TrimEnd('/'), large, ("Expect", "100-continue"));
            var takesNone = route.EndsWith("/options", StringComparison.Ordinal);
            answer.StatusCode.ShouldBe(takesNone ? HttpStatusCode.OK : HttpStatusCode.RequestEntityTooLarge, route);
        }
    }

    [Fact]
    public async Task Confirming_where_nothing_was_begun_is_not_counted_and_after_the_owner_is_there_not_looked_at()
    {
        await using var host = await IdentityHost.StartAsync();
        var stranger = host.NewBrowser();
        for (var i = 0; i < 20; i++)
            (await stranger.StatusAsync("POST", "setup/confirm", new { user = "eve", code = "000000" })).ShouldBe(HttpStatusCode.Unauthorized);

        var owner = host.NewBrowser();
        var begun = await owner.PostAsync("setup", new { token = IdentityHost.SetupToken, user = "ann", password = IdentityHost.Password });
        for (var i = 0; i < 6; i++)
            (await stranger.StatusAsync("POST", "setup/confirm", new { user = "ann", code = "000000" })).ShouldBe(HttpStatusCode.Unauthorized);
        (await stranger.StatusAsync("POST", "setup/confirm", new { user = "ann", code = "000000" })).ShouldBe(HttpStatusCode.TooManyRequests);
        host.Clock.Now += TimeSpan.FromMinutes(2);
        owner.Secret = begun["totp"]!["secret"]!.GetValue<string>();
        await owner.PostAsync("setup/confirm", new { user = "ann", code = owner.Code() });

        for (var i = 0; i < 20; i++)
            (await stranger.StatusAsync("POST", "setup/confirm", new { user = "ann", code = "000000" })).ShouldBe(HttpStatusCode.Forbidden);
    }

    private static string? MethodOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0];
}
