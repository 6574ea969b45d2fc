using System.Text.Json.Nodes;

namespace Axle.Workflows.Definition.Writing;

/// <summary>The JSON of a workflow.</summary>
internal sealed class WorkflowTree(bool sorted)
{
    private readonly Tree _tree = new(sorted);

    /// <summary>The whole workflow, defaults left out.</summary>
    public static JsonObject Of(Workflow workflow, bool sorted) => new WorkflowTree(sorted).Write(workflow);

    private JsonObject Write(Workflow workflow) => _tree.Object(
        TreePart.Text("name", workflow.Name),
        TreePart.Text("version", workflow.Version),
        TreePart.Text("description", workflow.Description),
        TreePart.Text("author", workflow.Author),
        TreePart.Texts("tags", workflow.Tags),
        TreePart.Unless("inputs", workflow.Inputs.IsEmpty, () => Tree.Named(workflow.Inputs, static i => i.Key, static i => Input(i.Value))),
        TreePart.Unless("variables", workflow.Variables.IsEmpty, () => Tree.Named(workflow.Variables, static v => v.Key, static v => Tree.Data(v.Value))),
        TreePart.Unless("defaults", workflow.Defaults == StepDefaults.None, () => Defaults(workflow.Defaults)),
        TreePart.Unless("on", workflow.On is null, () => On(workflow.On!)),
        TreePart.Unless("concurrency", workflow.Concurrency is null, () => Concurrency(workflow.Concurrency!)),
        TreePart.Number("priority", workflow.Priority, 0),
        TreePart.Time("timeout", workflow.Timeout),
        TreePart.Unless("budget", workflow.Budget is null, () => Budget(workflow.Budget!)),
        TreePart.Unless("outputs", workflow.Outputs.IsEmpty, () => Tree.Named(workflow.Outputs, static o => o.Key, static o => Tree.Data(o.Value))),
        TreePart.Of("steps", new StepTree(_tree, workflow.Defaults).List(workflow.Steps)));

    private static JsonObject Input(WorkflowInput input)
    {
        var json = JsonObject.Create(input.Schema) ?? [];
        if (input.Required)
            json["required"] = true;
        return json;
    }

    private JsonObject Defaults(StepDefaults defaults) => _tree.Object(
        TreePart.Unless("retry", defaults.Retry is null, () => StepTree.Retry(_tree, defaults.Retry!, RetryPolicy.Default)),
        TreePart.Time("timeout", defaults.Timeout),
        TreePart.Time("attemptTimeout", defaults.AttemptTimeout),
        TreePart.Text("provider", defaults.Provider),
        TreePart.Text("model", defaults.Model));

    private JsonObject On(Triggers on) => _tree.Object(
        TreePart.Unless("schedule", on.Schedules.IsEmpty, () => Tree.List(on.Schedules, s => _tree.Object(
            TreePart.Text("cron", s.Cron), TreePart.Time("every", s.Every), TreePart.Text("timezone", s.Timezone),
            TreePart.Unless("missed", s.Missed == default, () => Tree.Choice(s.Missed)), TreePart.Data("with", s.With)))),
        TreePart.Unless("webhook", on.Webhook is null, () => _tree.Object(
            TreePart.Text("path", on.Webhook!.Path), TreePart.Text("secret", on.Webhook.Secret), TreePart.Data("with", on.Webhook.With))),
        TreePart.Unless("event", on.Events.IsEmpty, () => Tree.List(on.Events, e => _tree.Object(
            TreePart.Text("name", e.Name), TreePart.Data("with", e.With)))));

    private JsonObject Concurrency(RunConcurrency concurrency) => _tree.Object(
        TreePart.Data("group", concurrency.Group),
        TreePart.Number("limit", concurrency.Limit, 1),
        TreePart.Unless("onLimit", concurrency.OnLimit == default, () => Tree.Choice(concurrency.OnLimit)));

    private JsonObject Budget(RunBudget budget) => _tree.Object(
        TreePart.Unless("usd", budget.Usd is null, () => JsonValue.Create(budget.Usd)),
        TreePart.Unless("tokens", budget.Tokens is null, () => JsonValue.Create(budget.Tokens)),
        TreePart.Unless("calls", budget.Calls is null, () => JsonValue.Create(budget.Calls)));
}
