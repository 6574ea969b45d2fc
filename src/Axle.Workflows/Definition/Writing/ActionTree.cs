using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Axle.Workflows.Definition.Writing;

/// <summary>The keys of a step that say what it does.</summary>
internal sealed class ActionTree(Tree tree, StepTree steps)
{
    /// <summary>The key that names the kind, and its parts.</summary>
    public ImmutableArray<TreePart> Write(StepAction action) => action switch
    {
        AgentAction agent => [TreePart.Text("agent", agent.Agent), TreePart.Text("action", agent.Action)],
        PromptAction prompt => [TreePart.Data("prompt", prompt.Prompt), TreePart.Data("output", prompt.Output)],
        _ => [TreePart.Of(action.Kind, Value(action))],
    };

    private JsonNode? Value(StepAction action) => action switch
    {
        ToolAction tool => JsonValue.Create(tool.Tool),
        UsesAction uses => JsonValue.Create(uses.Workflow),
        SetAction set => Tree.Data(set.Values),
        FailAction fail => Tree.Data(fail.Message),
        ReturnAction result => Tree.Data(result.Value),
        CodeAction code => tree.Object(
            TreePart.Of("language", JsonValue.Create(code.Language.ToString().ToLowerInvariant())), TreePart.Text("source", code.Source)),
        RunAction run => Run(run),
        ApprovalAction approval => Approval(approval),
        WaitAction wait => tree.Object(
            TreePart.Time("duration", wait.Duration), TreePart.Data("until", wait.Until), TreePart.Data("signal", wait.Signal), TreePart.Time("timeout", wait.Timeout)),
        ParallelAction parallel => Tree.Named(parallel.Branches, static b => b.Name, b => steps.List(b.Steps)),
        ForEachAction forEach => ForEach(forEach),
        LoopAction loop => tree.Object(
            TreePart.Condition("while", loop.While),
            TreePart.Condition("until", loop.Until),
            TreePart.Of("maxIterations", JsonValue.Create(loop.MaxIterations)),
            TreePart.Time("delay", loop.Delay),
            TreePart.Of("steps", steps.List(loop.Steps))),
        SwitchAction choice => Switch(choice),
        SagaAction saga => tree.Object(TreePart.Of("steps", steps.List(saga.Steps))),
        _ => throw new InvalidOperationException($"Step kind '{action.Kind}' has no form in a file."),
    };

    private JsonObject Run(RunAction run) => tree.Object(
        TreePart.Of("command", run.Shell ? Tree.Data(run.Command[0]) : Tree.List(run.Command, static c => Tree.Data(c))),
        TreePart.Data("directory", run.Directory),
        TreePart.Data("environment", run.Environment));

    private JsonObject Approval(ApprovalAction approval) => tree.Object(
        TreePart.Data("message", approval.Message),
        TreePart.Texts("assignees", approval.Assignees),
        TreePart.Data("parameters", approval.Parameters),
        TreePart.Data("schema", approval.Schema),
        TreePart.Texts("editable", approval.Editable),
        TreePart.Time("timeout", approval.Timeout),
        TreePart.Unless("onTimeout", approval.OnTimeout == default, () => Tree.Choice(approval.OnTimeout)),
        TreePart.Unless("escalation", approval.Escalation.IsEmpty, () => Tree.List(
            approval.Escalation, e => tree.Object(TreePart.Time("after", e.After), TreePart.Texts("to", e.To)))));

    private JsonObject ForEach(ForEachAction forEach) => tree.Object(
        TreePart.Data("items", forEach.Items),
        TreePart.Text("as", forEach.As),
        TreePart.Of("steps", steps.List(forEach.Steps)),
        TreePart.Number("concurrency", forEach.Concurrency, 1),
        TreePart.Number("batchSize", forEach.BatchSize, 1),
        TreePart.Unless("onItemError", forEach.OnItemError == default, () => Tree.Choice(forEach.OnItemError)));

    private JsonObject Switch(SwitchAction choice) => tree.Object(
        TreePart.Data("on", choice.On),
        TreePart.Of("cases", choice.On is not null
            ? Tree.Named(choice.Cases, static c => c.Value!, c => steps.List(c.Steps))
            : Tree.List(choice.Cases, c => tree.Object(TreePart.Condition("when", c.When), TreePart.Of("steps", steps.List(c.Steps))))),
        TreePart.Unless("default", choice.Default.IsEmpty, () => steps.List(choice.Default)));
}
