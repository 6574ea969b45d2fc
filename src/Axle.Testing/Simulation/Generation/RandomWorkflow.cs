using System.Collections.Immutable;
using System.Text.Json;
using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;

namespace Axle.Testing.Simulation.Generation;

/// <summary>Makes workflows out of a seed: every shape of graph, every kind inside every other, every setting that executes.</summary>
internal sealed class RandomWorkflow
{
    private readonly Random _random;
    private readonly RandomActions _actions;
    private ImmutableDictionary<string, Workflow> _used = ImmutableDictionary<string, Workflow>.Empty;
    private int _left;
    private int _keys;

    private RandomWorkflow(Random random, int maxSteps)
    {
        _random = random;
        _left = random.Next(1, maxSteps + 1);
        _actions = new RandomActions(random, List);
    }

    /// <summary>Makes one.</summary>
    /// <param name="random">Decides everything.</param>
    /// <param name="maxSteps">Most steps that are written down, inner ones counted; items and rounds may make more of them.</param>
    public static WorkflowSet Make(Random random, int maxSteps) => new RandomWorkflow(random, maxSteps).Make();

    private WorkflowSet Make()
    {
        var left = _left;
        for (var i = _random.Next(3); i > 0; i--)
        {
            _left = Math.Min(3, left);
            var name = $"used-{i}";
            _used = _used.Add(name, NewWorkflow(name));
            _actions.Uses = [.. _actions.Uses, name];
        }

        _left = left;
        return new WorkflowSet(NewWorkflow("simulated"), _used);
    }

    private Workflow NewWorkflow(string name)
    {
        _actions.EndersLeft = name == "simulated" ? 2 : 1;
        _actions.Variables.Clear();
        var steps = List(RandomPlace.Root with { IsDoneOnce = name == "simulated" }, 8);
        var zero = Template.Parse(JsonSerializer.SerializeToElement(0));
        return new Workflow
        {
            Name = name,
            Inputs = RandomActions.Inputs,
            Variables = _actions.Variables.ToImmutableDictionary(static v => v, _ => zero),
            Steps = steps,
            Timeout = name == "simulated" && _random.Next(2) == 0 ? TimeSpan.FromDays(3650) : null,
        };
    }

    private ImmutableArray<Step> List(RandomPlace place, int most)
    {
        var steps = new List<Step>();
        for (var count = _random.Next(1, most + 1); count > 0 && (_left > 0 || steps.Count == 0); count--)
        {
            _left--;
            steps.Add(NewStep(place, steps));
        }

        return [.. steps];
    }

    private Step NewStep(RandomPlace place, List<Step> before)
    {
        var depends = before.Where(_ => _random.Next(3) == 0).ToArray();
        var key = $"s{++_keys}";
        var readable = depends.Select(static d => d.Action switch
        {
            ToolAction => $"steps.{d.Key}.output.v",
            LoopAction => $"steps.{d.Key}.output.rounds",
            _ => $"steps.{d.Key}.status",
        });
        var set = place.IsOrdered ? depends.Where(static d => d.Action is SetAction).Select(static d => $"variables.{d.Key}") : [];
        var here = place with { Readable = [.. place.Readable, .. readable, .. set] };
        var retried = _random.Next(8) == 0;
        var action = _actions.Make(here, key, _left, retried);
        var step = new Step
        {
            Key = action is ApprovalAction { Timeout.Days: < RandomActions.AlwaysInTime } ? Script.Silent + key : key,
            Action = action,
            DependsOn = [.. depends.Select(static d => d.Key)],
            When = Condition(depends),
            Priority = _random.Next(4) == 0 ? _random.Next(-2, 3) : null,
            ContinueOnError = _random.Next(5) == 0,
            OnError = _random.Next(6) == 0 ? [Handler(key)] : [],
        };
        return action switch
        {
            ToolAction tool => WithAttempts(Working(step, here), here, tool),
            SetAction or FailAction or ReturnAction => step with { OnError = [], ContinueOnError = false },
            _ => WithAttempts(Grouping(step, here, retried), here, null),
        };
    }

    /// <summary>Settings of a step that calls a tool.</summary>
    private Step Working(Step step, RandomPlace place) => step with
    {
        With = _actions.Input(place),
        Effect = ((ToolAction)step.Action).Tool.StartsWith(Script.Once, StringComparison.Ordinal) ? StepEffect.Once : (StepEffect)_random.Next(2),
        Retry = Retry(_random.Next(1, 4)),
        Timeout = _random.Next(3) == 0 ? TimeSpan.FromDays(1) : null,
        AttemptTimeout = _random.Next(3) == 0 ? TimeSpan.FromSeconds(10) : null,
        Gate = _random.Next(8) == 0 ? [new GateCheck(null, Expression.Parse($"steps.{step.Key}.output.v < 700"), null)] : [],
    };

    /// <summary>Settings of a step that waits, or has steps inside.</summary>
    private Step Grouping(Step step, RandomPlace place, bool retried)
    {
        step = step with
        {
            With = step.Action is UsesAction ? Template.Parse(JsonSerializer.SerializeToElement(new { n = 3 })) : null,
            Retry = retried ? Retry(2) with { On = [ErrorKind.Network, ErrorKind.Timeout, ErrorKind.Overloaded, ErrorKind.Validation] } : RetryPolicy.None,
        };
        // Which of several items in work fails first is a matter of luck, and so is the kind of the error: it goes no further.
        return step.Action is ForEachAction { OnItemError: ItemErrorChoice.Fail, Concurrency: > 1 }
            ? step with { Retry = RetryPolicy.None, ContinueOnError = true, OnError = step.OnError.IsEmpty ? [] : [step.OnError[0] with { Kinds = [] }] }
            : step;
    }

    private Step WithAttempts(Step step, RandomPlace place, ToolAction? tool) => step with
    {
        Fallbacks = tool is not null && _random.Next(5) == 0 ? [new Fallback(new ToolAction($"{tool.Tool}-instead"), null, null, null)] : [],
        Compensate = place.MayUndo && _random.Next(4) == 0
            ? new Step { Key = Script.Undo + step.Key, Action = new ToolAction(Script.Undo + step.Key), Retry = Retry(3) }
            : null,
    };

    private RetryPolicy Retry(int attempts) => new()
    {
        MaxAttempts = attempts,
        InitialDelay = TimeSpan.FromMilliseconds(_random.Next(0, 2000)),
        Jitter = _random.NextDouble(),
    };

    private Expression? Condition(Step[] depends) => _random.Next(10) switch
    {
        0 => Expression.Parse("always()"),
        1 => Expression.Parse("failure()"),
        2 => Expression.Parse("false"),
        3 => Expression.Parse("success() && 1 < 2"),
        4 when depends is [{ } first, ..] => Expression.Parse($"steps.{first.Key}.status == 'completed'"),
        _ => null,
    };

    private ErrorHandler Handler(string key)
    {
        ImmutableArray<ErrorKind> kinds = _random.Next(3) == 0 ? [ErrorKind.Validation] : [];
        var mend = new Step { Key = $"mend-{key}", Action = new ToolAction("mend"), Retry = RetryPolicy.None };
        var tell = new Step { Key = $"tell-{key}", Action = new ToolAction("tell"), DependsOn = [mend.Key], Retry = RetryPolicy.None };
        return new ErrorHandler(kinds, _random.Next(2) == 0 ? [mend] : [mend, tell]);
    }
}
