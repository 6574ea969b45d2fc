using Axle.Models;
using Axle.Models.Budget;
using Axle.Models.Configuration;
using Axle.Models.Providers;
using Axle.Storage.Sqlite;
using Microsoft.Extensions.AI;

namespace Axle.CrashHost.Spending;

/// <summary>Spends from a session's budget, many calls at a time, until there is nothing left, and says a line for every call.
/// A provider that stops answering keeps what was reserved reserved, so that a kill always meets some of it.</summary>
internal static class SpendCommand
{
    private const int Callers = 8;

    public static async Task<int> RunAsync(string database, string session, int answers)
    {
        await using var store = SqliteRunStore.Open(database);
        await using var book = new SpendingBook(
            new([new BudgetRule(BudgetSubject.Session, new SpendingLimit(1m))]), store.Ledger, TimeProvider.System);
        var options = new ModelOptions([new ProviderOptions("spender", "spender") { DefaultModel = "m", InputPrice = 1, OutputPrice = 10 }]);
        using var gateway = new ModelGateway(
            options, [new Spender(answers), ProviderCatalog.Find("offline")!], services: new GatewayServices { Book = book });
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => SpendAsync(gateway, session))));
        Tell("ended");
        return 0;
    }

    private static async Task SpendAsync(ModelGateway gateway, string session)
    {
        var request = new ModelRequest([new ChatMessage(ChatRole.User, "Hello")])
        {
            Scope = new Scope { Session = session },
            MaxOutputTokens = 3_000,
            MayUseOffline = false,
        };
        while (true)
        {
            try
            {
                var answer = await gateway.AskAsync(request, CancellationToken.None);
                Tell($"spent {answer.Usd}");
            }
            catch (AxleException refused) when (BudgetRefusal.Of(refused) is not null)
            {
                return;
            }
        }
    }

    internal static void Tell(string line)
    {
        lock (typeof(SpendCommand))
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }
}
