using System.CommandLine;
using System.Text.Json.Nodes;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Runs;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.Workflows;

/// <summary><c>ax workflow budget</c>: what a run has spent and may spend.</summary>
internal sealed class WorkflowBudgetCommand : OneRunCommand
{
    private readonly Option<decimal?> _usd = new("--usd") { Description = "US dollars that it may spend on models in all.", HelpName = "N" };
    private readonly Option<long?> _tokens = new("--tokens") { Description = "Model tokens that it may use in all.", HelpName = "N" };
    private readonly Option<long?> _calls = new("--calls") { Description = "Model calls that it may make in all.", HelpName = "N" };

    public WorkflowBudgetCommand(CommandContext context)
        : base(context, "budget", "Show what a run has spent on models and may spend; or set that, and have a run that was paused for it go on.",
            new("ax workflow budget latest", "What the last run has spent"),
            new("ax workflow budget latest --usd 5", "Let it spend 5 dollars in all; limits that are not named are none"))
    {
        Add(_usd);
        Add(_tokens);
        Add(_calls);
        Remarks = [WorkflowSignalCommand.GoesOn];
    }

    protected override async Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        var (usd, tokens, calls) = (call.Get(_usd), call.Get(_tokens), call.Get(_calls));
        if ((usd, tokens, calls) is (null, null, null))
            return await ShowAsync(call, host, row, cancellationToken);
        if (usd < 0 || tokens < 0 || calls < 0)
            throw new UsageException("A budget is 0 or more.");
        var body = new JsonObject();
        foreach (var (name, value) in new[] { ("usd", JsonValue.Create(usd)), ("tokens", JsonValue.Create(tokens)), ("calls", JsonValue.Create(calls)) })
        {
            if (value is not null)
                body[name] = value;
        }

        return await new SignalSending(call, host).SendAsync(row, RunSignals.Budget, body, now => $"Run {now.Run} has its new budget.", null, cancellationToken);
    }

    private static async Task<int> ShowAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        var state = await host.Engine.Reader.StateAsync(row.Run, null, cancellationToken);
        if (call.Json)
        {
            call.WriteDocument(BudgetDocument.Of(row.Run, state.Spent, state.Budget), CliJson.Context.BudgetDocument);
            return ExitCodes.Success;
        }

        TextTable.Write(call.Outside.Output, ["", "SPENT", "MAY SPEND"],
        [
            ["usd", Text(state.Spent.Usd), Text(state.Budget?.Usd)],
            ["tokens", Text(state.Spent.Tokens), Text(state.Budget?.Tokens)],
            ["calls", Text(state.Spent.Calls), Text(state.Budget?.Calls)],
        ]);
        return ExitCodes.Success;
    }

    private static string Text(IFormattable? number) => number?.ToString(null, System.Globalization.CultureInfo.InvariantCulture) ?? "any";
}
