using System.CommandLine;
using System.Globalization;
using Axle.Agents.Reasoning;
using Axle.Agents.Runtime;
using Axle.Cli.Runs;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.Runs;

namespace Axle.Cli.Commands.Agents;

/// <summary>Options of the commands that have an agent do something.</summary>
internal sealed class AgentTaskOptions
{
    private readonly WorkspaceOption _workspace = WorkspaceOption.For("the agent");

    private readonly Option<bool> _apply = new("--apply")
    {
        Description = "Let tools change the outside world. Without it they only plan, and say so.",
    };

    private readonly Option<bool> _allowRun = new("--allow-run")
    {
        Description = "Let agents of this directory start programs and send data away. --apply allows it too.",
    };

    private readonly Option<string?> _provider = new("--provider") { Description = "Model provider to ask first.", HelpName = "NAME" };

    private readonly Option<string?> _model = new("--model") { Description = "Model to ask first.", HelpName = "NAME" };

    private readonly Option<string?> _budget = new("--budget")
    {
        Description = "What it may spend, in US dollars. When that is spent the run pauses.",
        HelpName = "USD",
    };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_workspace, _apply, _allowRun, _provider, _model, _budget];

    /// <summary>The workflow that has an agent do a task.</summary>
    public Workflow Workflow(Invocation call, string? agent) => AgentWorkflow.Of(agent, call.Get(_provider), call.Get(_model), Budget(call));

    /// <summary>The start of a run of it.</summary>
    public StartRun Start(Invocation call, Workflow workflow, Payload inputs, string? session = null)
    {
        var facts = RunFacts.Of(call.Outside, _workspace.Read(call), null, call.Get(_apply), call.Get(_allowRun), []);
        return new StartRun(workflow) { Inputs = inputs, Attributes = session is null ? facts : facts.SetItem(RunAttributes.Session, session) };
    }

    private decimal? Budget(Invocation call) => call.Get(_budget) is not { Length: > 0 } typed ? null
        : decimal.TryParse(typed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd) && usd is >= 0.000001m and <= 1_000_000m ? usd
        : throw new UsageException($"--budget {typed}: give US dollars, such as 0.50.");
}
