using Axle.Identity.Access;
using Axle.Models.Configuration;
using Axle.Models.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.Server.Tests.Identity;

public sealed class Spending_of_tenants
{
    [Fact]
    public async Task Who_looks_at_providers_sees_the_calls_of_the_own_tenant()
    {
        var provider = new ProviderOptions("scripted", "openai-compatible") { BaseUrl = new Uri("http://127.0.0.1:1/v1"), DefaultModel = "small" };
        await using var team = await TeamServer.StartAsync(models: new ModelOptions([provider]));
        var ((_, vic), (_, eve)) = (await team.MemberAsync("vic", Role.Viewer), await team.MemberAsync("eve", Role.Viewer, "acme"));
        var (_, owner) = await team.MemberAsync("zoe", Role.Admin, isOwner: true);
        await team.Services.GetRequiredService<IModelLedger>().WriteAsync(
            new LedgerBatch([Call("acme", 5), Call(Scope.DefaultTenant, 2), Call(Scope.DefaultTenant, 1)], []), TestContext.Current.CancellationToken);

        (await SeenAsync(team, vic)).ShouldBe((2, 3m));
        (await SeenAsync(team, eve)).ShouldBe((1, 5m));
        (await SeenAsync(team, owner)).ShouldBe((2, 3m));
    }

    private static async Task<(int Calls, decimal Usd)> SeenAsync(TeamServer team, string key)
    {
        var provider = (await team.SendAsync("GET", "providers", key)).Body!["items"]!.AsArray().ShouldHaveSingleItem()!;
        return (provider["calls"]!.GetValue<int>(), provider["usd"]!.GetValue<decimal>());
    }

    private static LedgerEntry Call(string tenant, decimal usd) =>
        new(Guid.CreateVersion7(), TimeProvider.System.GetUtcNow(), new Scope { Tenant = tenant }, "scripted", "small")
        {
            Outcome = CallOutcome.Succeeded,
            Cost = new CostSplit(usd, 0, 0, 0),
        };
}
