using System.Globalization;
using Axle.Agents.Registry;
using Axle.Bench.Gateway;
using Axle.Models;
using Axle.Models.Budget;
using Axle.Models.Configuration;
using Axle.Server;
using Axle.Storage.Sqlite;

if (args is not [var port, var upstream, var ledger])
{
    Console.Error.WriteLine("usage: Axle.Bench.Gateway PORT URL FILE    serves the gateway before the provider at URL, with its ledger in FILE; bench/gateway starts it");
    return 2;
}

using var listeners = new Listeners();
var options = new ModelOptions([new ProviderOptions("upstream", "openai-compatible")
{
    BaseUrl = new Uri(upstream),
    DefaultModel = "fake",
    InputPrice = 1,
    OutputPrice = 2,
    RequestsPerMinute = 1_000_000_000,
    TokensPerMinute = 1_000_000_000_000,
}])
{
    Budgets = new BudgetOptions([new BudgetRule(BudgetSubject.Everything, new SpendingLimit(1_000_000m)) { Per = BudgetPeriod.Day }]),
};
await using var store = SqliteRunStore.Open(ledger);
await using var book = new SpendingBook(options.Budgets, store.Ledger, TimeProvider.System);
var services = new GatewayServices { Book = book, Guards = [new ReadingGuard()], Listeners = [listeners] };
using var gateway = new ModelGateway(options, TimeProvider.System, logger: null, services);
await using var server = await GatewayServer.StartAsync(
    gateway, options, new AgentRegistry([]), new GatewayServerOptions { Port = int.Parse(port, CultureInfo.InvariantCulture), Keys = [new("bench", "sk-bench")] });
await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
return 0;
