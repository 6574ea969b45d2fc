using Axle.Models;
using Axle.Models.Configuration;
using Axle.Models.Providers;
using Axle.Storage.Postgres;
using Microsoft.Extensions.AI;

namespace Axle.CrashHost.Spending;

/// <summary>Asks a provider whose limit all processes share, many calls at a time, until it is refused, and says a line for every answer.</summary>
internal static class LimitedCommand
{
    private const int Callers = 8;
    private const int RequestsPerMinute = 60;

    public static async Task<int> RunAsync(string database, int answers)
    {
        await using var store = PostgresRunStore.Open(new PostgresOptions(database));
        var options = new ModelOptions([new ProviderOptions("spender", "spender") { DefaultModel = "m", RequestsPerMinute = RequestsPerMinute }]);
        using var gateway = new ModelGateway(
            options, [new Spender(answers), ProviderCatalog.Find("offline")!], services: new GatewayServices { Limits = store.Limits });
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => AskAsync(gateway))));
        SpendCommand.Tell("ended");
        return 0;
    }

    private static async Task AskAsync(ModelGateway gateway)
    {
        var request = new ModelRequest([new ChatMessage(ChatRole.User, "Hello")]) { MayUseOffline = false };
        while (true)
        {
            try
            {
                await gateway.AskAsync(request, CancellationToken.None);
                SpendCommand.Tell("asked");
            }
            catch (AxleException refused) when (refused.Error.Kind == ErrorKind.RateLimited)
            {
                return;
            }
        }
    }
}
