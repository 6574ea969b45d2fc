using System.Globalization;
using Axle;
using Axle.Agents.Registry;
using Axle.Bench.Gateway;
using Axle.Models;
using Axle.Models.Budget;
using Axle.Models.Configuration;
using Axle.Models.Telemetry;
using Axle.Server;
using Microsoft.Extensions.DependencyInjection;

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
ThreadPool.SetMinThreads(Environment.ProcessorCount, Environment.ProcessorCount);
var services = new ServiceCollection();
services.AddSingleton<IGatewayListener>(listeners);
services.AddAxle(axle => (axle.DatabasePath, axle.Models, axle.TakeUpRuns, axle.HomeDirectory) = (ledger, options, false, null));
await using var host = services.BuildServiceProvider();
await using var server = await GatewayServer.StartAsync(
    host.GetRequiredService<ModelGateway>(),
    options,
    new AgentRegistry([]),
    new GatewayServerOptions { Port = int.Parse(port, CultureInfo.InvariantCulture), Keys = [new("bench", "sk-bench")] });
await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
return 0;
