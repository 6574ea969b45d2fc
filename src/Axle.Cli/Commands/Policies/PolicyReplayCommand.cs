using System.CommandLine;
using System.Globalization;
using Axle.Agents.Runtime;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Guardrails.Policy;
using Axle.Tools.Contract;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Cli.Commands.Policies;

/// <summary><c>ax policy replay</c>: what policies would have said of calls that were made.</summary>
internal sealed class PolicyReplayCommand : AxCommand
{
    private const int MostRuns = 10_000;

    private readonly Argument<string[]> _places = PolicyPlaces.Argument();
    private readonly Option<int> _limit = new("--runs") { Description = $"The newest so many runs, 1 to {MostRuns}. Default: 100.", HelpName = "N", DefaultValueFactory = static _ => 100 };
    private readonly Option<bool> _all = new("--all") { Description = "Show the calls that stay allowed, too." };

    public PolicyReplayCommand(CommandContext context)
        : base(context, "replay", "Ask policies about the tool calls of stored runs, and show what they would have stopped or changed.",
            new("ax policy replay new-policies", "Before the policies of a folder go live"),
            new("ax policy replay library/policies/no-deletes.yaml --runs 1000 --json | jq .calls", "For a script"))
    {
        Add(_places);
        Add(_limit);
        Add(_all);
        Remarks =
        [
            "Policies in shadow mode are judged as if they were in force. Nothing is called and nothing is changed. Content that agents had read counts as untrusted "
            + "for calls that agents asked for.",
            "Exit code: 0; 1 when a call would have been denied or asked for.",
        ];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var limit = call.Get(_limit);
        if (limit is < 1 or > MostRuns)
            throw new UsageException($"--runs {limit} is out of range. Use 1 to {MostRuns}.");
        var engine = new PolicyEngine([.. PolicyPlaces.Read(call, call.Get(_places)).Select(static p => p with { IsShadow = false })]);
        await using var host = call.Compose();
        var rows = host.HasDatabase ? await host.Store.ListRunsAsync(new RunQuery([], null, limit), cancellationToken) : [];
        var tools = host.Get<ToolCatalog>();
        var replayed = new List<PolicyReplayPart>();
        foreach (var row in rows.Where(static r => r.Fault is null))
        {
            var state = await host.Engine.Reader.StateAsync(row.Run, null, cancellationToken);
            replayed.AddRange(state.Records.Where(static r => r.Kind == "tool" && r.StartedAt is not null)
                .Select(r => Part(row.Run.Value, state, r, engine, tools)));
        }

        Show(call, replayed, rows.Count);
        return replayed.Any(static p => p.Verdict is "deny" or "ask") ? ExitCodes.Failed : ExitCodes.Success;
    }

    private static PolicyReplayPart Part(string run, RunState state, StepRecord step, PolicyEngine engine, ToolCatalog tools)
    {
        var isKnown = tools.TryGet(step.Does, out var tool);
        // Steps that an agent asked for are called so.
        var isAgents = step.Path[(step.Path.LastIndexOf('/') + 1)..].StartsWith("call-", StringComparison.Ordinal);
        var decision = engine.Decide(new PolicyRequest(PolicyMoment.Tool, step.Does, step.StartedAt!.Value)
        {
            Arguments = step.Input?.Value ?? System.Text.Json.JsonElement.Parse("{}"),
            Effect = isKnown ? tool!.Description.Effect.ToString().ToLowerInvariant() : "world",
            Sinks = isKnown ? tools.SinksOf(step.Does) : [],
            Label = isAgents ? FlowLabel.Untrusted("run") : FlowLabel.Trusted,
            Tenant = state.Attributes.GetValueOrDefault(RunAttributes.Tenant),
            User = state.Attributes.GetValueOrDefault(RunAttributes.User),
        });
        return new PolicyReplayPart(
            run, step.Path, step.Does, decision.Verdict.ToString().ToLowerInvariant(), decision.Policy, decision.Version, decision.Rule, decision.Reason,
            decision.InputHash);
    }

    private void Show(Invocation call, List<PolicyReplayPart> replayed, int runs)
    {
        if (call.Json)
        {
            call.WriteDocument(new PolicyReplayDocument([.. replayed]), CliJson.Context.PolicyReplayDocument);
            return;
        }

        var shown = replayed.Where(p => call.Get(_all) || p.Verdict != "allow").ToArray();
        if (shown.Length > 0)
            TextTable.Write(
                call.Outside.Output, ["RUN", "STEP", "TOOL", "VERDICT", "POLICY", "RULE"],
                shown.Select(static p => (string[])[p.Run, p.Step, p.Tool, p.Verdict, p.Policy, p.Rule]));
        call.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{replayed.Count} calls of {runs} runs: {Count("deny")} would be denied, {Count("ask")} asked for, {Count("transform")} changed"));

        int Count(string verdict) => replayed.Count(p => p.Verdict == verdict);
    }
}
