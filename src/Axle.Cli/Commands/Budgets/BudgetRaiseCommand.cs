using System.CommandLine;
using System.Globalization;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Models.Budget;
using Axle.Models.Ledger;
using Axle.Schemas;

namespace Axle.Cli.Commands.Budgets;

/// <summary><c>ax budget raise</c>.</summary>
internal sealed class BudgetRaiseCommand : AxCommand
{
    private const int MostSearched = 10_000;
    private readonly Argument<string> _budget = new("BUDGET") { Description = "The budget as 'ax budget list' names it, such as session:s1 or user:alice/day." };
    private readonly Option<decimal?> _usd = new("--usd") { Description = "US dollars that may be spent in all.", HelpName = "N" };
    private readonly Option<long?> _tokens = new("--tokens") { Description = "Tokens that may be used in all.", HelpName = "N" };
    private readonly Option<long?> _calls = new("--calls") { Description = "Calls that may be made in all.", HelpName = "N" };

    public BudgetRaiseCommand(CommandContext context)
        : base(context, "raise", "Raise a budget for the day or month that goes on; it counts at once, in every process.",
            new("ax budget raise session:s1 --usd 5", "Let the session spend 5 dollars in all"),
            new("ax budget raise user:alice/day --usd 20", "Let Alice spend 20 dollars today"))
    {
        Add(_budget);
        Add(_usd);
        Add(_tokens);
        Add(_calls);
        Remarks = ["Numbers are the new limits in all, not additions. For good, change 'budgets' in axle.yaml; a budget is lowered there, too."];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var limit = new SpendingLimit(call.Get(_usd), call.Get(_tokens), call.Get(_calls));
        if (limit.IsNone)
            throw new UsageException("Say how far: --usd, --tokens or --calls.");
        if (!limit.IsInRange)
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"A budget is 0 or more, and at most {SpendingLimit.HighestUsd:N0} dollars."));
        await using var host = call.Compose();
        host.RequireStore();
        var ledger = host.Get<IModelLedger>();
        var known = await ledger.ListBudgetsAsync(MostSearched, cancellationToken);
        var name = Find(call.Require(_budget), known);
        var window = BudgetWindow.At(name, call.Outside.Time.GetUtcNow());
        if (known.FirstOrDefault(b => b.Window == window) is { } present && limit.IsBelow(present.Limit))
            throw new UsageException($"{name} may spend more than that already. 'ax budget list' shows what; it is lowered in axle.yaml.");
        await ledger.RaiseAsync(window, limit, cancellationToken);
        var raised = (await ledger.ListBudgetsAsync(MostSearched, cancellationToken)).First(b => b.Window == window);
        if (call.Json)
            call.WriteDocument(SpendingBudgetPart.Of(raised), CliJson.Context.SpendingBudgetPart);
        else
            call.Say($"{window} is raised. {Money.Of(raised.Spent.Usd)} of it is spent.");
        return ExitCodes.Success;
    }

    private static string Find(string name, IReadOnlyList<BudgetStanding> known)
    {
        var names = known.Select(static b => b.Window.Budget).Distinct().ToList();
        if (names.Contains(name))
            return name;
        var longer = names.Where(n => n.StartsWith(name + "/", StringComparison.Ordinal)).ToList();
        if (longer.Count == 1)
            return longer[0];
        var nearest = longer.Count > 1 ? string.Join("' or '", longer) : NearestName.Find(name, names);
        throw new AxleException(
            ErrorKind.NotFound, $"No call was counted in a budget '{name}' yet.{(nearest is null ? "" : $" Did you mean '{nearest}'?")} 'ax budget list' shows them.");
    }
}
