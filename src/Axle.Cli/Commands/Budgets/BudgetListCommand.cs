using System.CommandLine;
using System.Globalization;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Models.Budget;
using Axle.Models.Ledger;

namespace Axle.Cli.Commands.Budgets;

/// <summary><c>ax budget list</c>.</summary>
internal sealed class BudgetListCommand : AxCommand
{
    private const int MostBudgets = 1000;
    private readonly Option<int> _limit = new("--limit", "-n")
    {
        Description = $"At most so many, 1 to {MostBudgets}. Default: 50.",
        HelpName = "N",
        DefaultValueFactory = static _ => 50,
    };

    public BudgetListCommand(CommandContext context)
        : base(context, "list", "List the budgets that calls were counted in, those that changed last first.",
            new("ax budget list", "What is spent and what is left"),
            new("ax budget list --json | jq -r '.budgets[] | select(.raised).budget'", "Those that somebody raised"))
    {
        Add(_limit);
        Remarks =
        [
            "Budgets are set under 'budgets' in axle.yaml. Without, a session may spend $2.00 and a user $10.00 a day. HELD is set aside for calls under way and "
            + "comes back when they cost less.",
        ];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var limit = call.Get(_limit);
        if (limit is < 1 or > MostBudgets)
            throw new UsageException($"--limit {limit} is out of range. Use 1 to {MostBudgets}.");
        await using var host = call.Compose();
        var budgets = host.HasDatabase ? await host.Get<IModelLedger>().ListBudgetsAsync(limit, cancellationToken) : [];
        if (call.Json)
            call.WriteDocument(new SpendingBudgetListDocument([.. budgets.Select(SpendingBudgetPart.Of)]), CliJson.Context.SpendingBudgetListDocument);
        else if (budgets.Count == 0)
            call.Note("No call was counted in a budget yet.");
        else
            Write(call, budgets);
        return ExitCodes.Success;
    }

    private static void Write(Invocation call, IReadOnlyList<BudgetStanding> budgets) => TextTable.Write(
        call.Outside.Output,
        ["BUDGET", "OF", "SPENT", "HELD", "MAY SPEND", "LEFT", ""],
        budgets.SelectMany(static b => Things(b).Select(thing => (string[])
        [
            b.Window.Budget, b.Window.Window, thing.Spent, thing.Held, thing.Limit, thing.Left, b.IsRaised ? "raised" : "",
        ])));

    private static IEnumerable<(string Spent, string Held, string Limit, string Left)> Things(BudgetStanding b)
    {
        if (b.Limit.Usd is { } usd)
            yield return (Money.Of(b.Spent.Usd), Money.Of(b.Held.Usd), Money.Of(usd), Money.Of(Math.Max(0, usd - b.Spent.Usd - b.Held.Usd)));
        if (b.Limit.Tokens is { } tokens)
            yield return (Count(b.Spent.Tokens), Count(b.Held.Tokens), $"{Count(tokens)} tokens", Count(Math.Max(0, tokens - b.Spent.Tokens - b.Held.Tokens)));
        if (b.Limit.Calls is { } calls)
            yield return (Count(b.Spent.Calls), Count(b.Held.Calls), $"{Count(calls)} calls", Count(Math.Max(0, calls - b.Spent.Calls - b.Held.Calls)));
    }

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
