using System.Collections.Immutable;
using System.Text.Json;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Building;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Tests.Definition.Building;

/// <summary>Says a whole workflow again through the builder: every method, for workflows that nobody thought of.</summary>
internal sealed class RebuiltWorkflow(Workflow workflow)
{
    public WorkflowReading Read()
    {
        var builder = WorkflowBuilder.Create(workflow.Name).Priority(workflow.Priority).Tags(workflow.Tags);
        Given(workflow.Version, builder.Version);
        Given(workflow.Description, builder.Description);
        Given(workflow.Author, builder.Author);
        foreach (var (name, input) in workflow.Inputs)
            builder.Input(name, input.Schema, input.Required);
        foreach (var (name, value) in workflow.Variables)
            builder.Variable(name, value.Source);
        foreach (var (name, value) in workflow.Outputs)
            builder.Output(name, value.Source);
        if (workflow.Defaults != StepDefaults.None)
        {
            var (retry, timeout, attemptTimeout, provider, model) = workflow.Defaults;
            builder.Defaults(retry, timeout, attemptTimeout, provider, model);
        }

        if (workflow.Timeout is { } time)
            builder.Timeout(time);
        Given(workflow.Concurrency, c => builder.Concurrency(Text(c.Group), c.Limit, c.OnLimit));
        Given(workflow.Budget, b => builder.Budget(b.Usd, b.Tokens, b.Calls));
        Given(workflow.On, on => Triggers(builder, on));
        foreach (var step in workflow.Steps)
            builder.Step(step.Key, s => Step(s, step));
        return builder.Read(WorkflowReaderOptions.Everything);
    }

    private static void Triggers(WorkflowBuilder builder, Triggers on)
    {
        foreach (var schedule in on.Schedules)
        {
            if (schedule.Cron is { } cron)
                builder.OnSchedule(cron, schedule.Timezone, schedule.Missed, schedule.With?.Source);
            else
                builder.OnInterval(schedule.Every!.Value, schedule.Missed, schedule.With?.Source);
        }

        Given(on.Webhook, w => builder.OnWebhook(w.Path, w.Secret, w.With?.Source));
        foreach (var trigger in on.Events)
            builder.OnEvent(trigger.Name, trigger.With?.Source);
    }

    private void Step(StepBuilder builder, Step step)
    {
        Action(builder, step.Action);
        var (retry, provider) = (step.Retry, workflow.Defaults.Provider);
        builder.DependsOn(step.DependsOn).Effect(step.Effect);
        builder.Retry(retry.MaxAttempts, retry.InitialDelay, retry.Multiplier, retry.MaxDelay, retry.Jitter, retry.On, retry.NotOn);
        Given(step.Description, builder.Description);
        Given(step.When?.Text, builder.When);
        Given(step.With, w => builder.With(w.Source));
        Given(step.Provider == provider ? null : step.Provider, builder.Provider);
        Given(step.Model, builder.Model);
        if (step.Timeout is { } timeout)
            builder.Timeout(timeout);
        if (step.AttemptTimeout is { } attempt)
            builder.AttemptTimeout(attempt);
        if (step.ContinueOnError)
            builder.ContinueOnError();
        if (step.Priority is { } priority)
            builder.Priority(priority);
        Given(step.CircuitBreaker, builder.CircuitBreaker);
        Given(step.Bulkhead, builder.Bulkhead);
        Given(step.Cache, c => builder.Cache(Text(c.Key), c.Ttl));
        Given(step.Compensate, undo => builder.Compensate(u => Step(u, undo), undo.Key));
        if (step.Guardrails is { } guardrails)
            builder.Guardrails(guardrails);
        foreach (var check in step.Gate)
            builder.Gate(check.Check.Text, check.Message, check.Name);
        foreach (var handler in step.OnError)
            builder.OnError(handler.Kinds, Steps(handler.Steps));
        foreach (var fallback in step.Fallbacks)
            Fallback(builder, fallback);
    }

    private static void Fallback(StepBuilder builder, Fallback fallback)
    {
        var (agent, prompt) = (fallback.Action as AgentAction, fallback.Action as PromptAction);
        builder.Fallback(
            agent?.Agent, agent?.Action, prompt is null ? null : Text(prompt.Prompt), prompt?.Output, (fallback.Action as ToolAction)?.Tool,
            fallback.Provider, fallback.Model, fallback.With?.Source);
    }

    private void Action(StepBuilder builder, StepAction action)
    {
        _ = action switch
        {
            AgentAction agent => builder.Agent(agent.Agent, agent.Action),
            PromptAction prompt => builder.Prompt(Text(prompt.Prompt), prompt.Output),
            ToolAction tool => builder.Tool(tool.Tool),
            UsesAction uses => builder.Uses(uses.Workflow),
            FailAction fail => builder.Fail(Text(fail.Message)),
            ReturnAction result => builder.Return(result.Value.Source),
            SetAction set => set.Values.Source.EnumerateObject().Aggregate(builder, static (b, v) => b.Set(v.Name, v.Value)),
            CodeAction code => builder.Code(code.Language, code.Source),
            RunAction { Shell: true } run => builder.Shell(Text(run.Command[0]), Text(run.Directory), run.Environment?.Source),
            RunAction run => builder.Run(run.Command.Select(static c => Text(c)), Text(run.Directory), run.Environment?.Source),
            ApprovalAction a => builder.Approval(
                Text(a.Message), a.Assignees, a.Parameters?.Source, a.Schema, a.Editable, a.Timeout, a.OnTimeout, a.Escalation),
            WaitAction { Duration: { } duration } => builder.Wait(duration),
            WaitAction { Until: { } until } => builder.WaitUntil(Text(until)),
            WaitAction wait => builder.WaitFor(Text(wait.Signal!), wait.Timeout),
            ParallelAction parallel => builder.Parallel(p =>
            {
                foreach (var (name, steps) in parallel.Branches)
                    p.Branch(name, Steps(steps));
            }),
            ForEachAction f => builder.ForEach(f.Items.Source, Steps(f.Steps), f.As, f.Concurrency, f.BatchSize, f.OnItemError),
            LoopAction { While: { } condition } loop => builder.LoopWhile(condition.Text, loop.MaxIterations, Steps(loop.Steps), loop.Delay),
            LoopAction loop => builder.LoopUntil(loop.Until!.Text, loop.MaxIterations, Steps(loop.Steps), loop.Delay),
            SwitchAction { On: { } on } choice => builder.Switch(Text(on), s => Cases(s, choice)),
            SwitchAction choice => builder.Switch(s => Cases(s, choice)),
            SagaAction saga => builder.Saga(Steps(saga.Steps)),
            _ => throw new InvalidOperationException(action.Kind),
        };
    }

    private void Cases(SwitchBuilder builder, SwitchAction action)
    {
        foreach (var (value, when, steps) in action.Cases)
        {
            if (when is null)
                builder.Case(value!, Steps(steps));
            else
                builder.When(when.Text, Steps(steps));
        }

        if (!action.Default.IsEmpty)
            builder.Default(Steps(action.Default));
    }

    private Action<StepsBuilder> Steps(ImmutableArray<Step> steps) => builder =>
    {
        foreach (var step in steps)
            builder.Step(step.Key, s => Step(s, step));
    };

    private static void Given<T>(T? value, Action<T> say)
        where T : class
    {
        if (value is not null)
            say(value);
    }

    private static void Given<T>(T? value, Func<T, object> say)
        where T : class
    {
        if (value is not null)
            say(value);
    }

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(template))]
    private static string? Text(Template? template) => template is { Source.ValueKind: JsonValueKind.String } text ? text.Source.GetString()! : null;
}
