namespace Axle.Workflows.Definition.Building;

/// <summary>
/// One step: what it does and its settings, each under the name it has in a file. Texts may have expressions in them, and an
/// <see cref="Expr"/> is a text too; conditions need no <c>${{ }}</c>. Whatever is wrong is said by <see cref="WorkflowBuilder.Build"/>.
/// </summary>
public sealed partial class StepBuilder
{
    private readonly Draft _draft;

    private StepBuilder(Draft draft) => _draft = draft;

    /// <summary>What the step is for.</summary>
    public StepBuilder Description(string text) => Add("description", text);

    /// <summary>Steps of the same list that must have ended first. A step that an expression reads is one by itself.</summary>
    public StepBuilder DependsOn(params IEnumerable<string> keys)
    {
        _draft.List("dependsOn").AddRange(keys);
        return this;
    }

    /// <summary>Condition; the step is skipped when it is false.</summary>
    public StepBuilder When(string condition) => Add("when", condition);

    /// <summary>One input of the step.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Anything that JSON can hold, with expressions in it.</param>
    public StepBuilder With(string name, object? value)
    {
        _draft.Inner("with").Add(name, Data.Of(value));
        return this;
    }

    /// <summary>Inputs of the step.</summary>
    /// <param name="inputs">A plain object whose members are the inputs: <c>new { path = "src", depth = Expr.Input("depth") }</c>.</param>
    public StepBuilder With(object inputs) => Add("with", Data.Of(inputs));

    /// <summary>Model provider to prefer, and the model.</summary>
    public StepBuilder Provider(string name) => Add("provider", name);

    /// <summary>Model to prefer.</summary>
    public StepBuilder Model(string name) => Add("model", name);

    /// <summary>How often, and after what wait, a failed attempt is followed by another. What is null comes from the workflow's defaults.</summary>
    /// <param name="maxAttempts">Attempts in all; 1 for no retry.</param>
    /// <param name="initialDelay">Wait after the first attempt.</param>
    /// <param name="multiplier">Factor from one wait to the next.</param>
    /// <param name="maxDelay">Longest wait.</param>
    /// <param name="jitter">Share of a wait that is random, 0 to 1.</param>
    /// <param name="on">Only these kinds of error are tried again.</param>
    /// <param name="notOn">These kinds are not tried again.</param>
    public StepBuilder Retry(
        int? maxAttempts = null,
        TimeSpan? initialDelay = null,
        double? multiplier = null,
        TimeSpan? maxDelay = null,
        double? jitter = null,
        IEnumerable<ErrorKind>? on = null,
        IEnumerable<ErrorKind>? notOn = null) =>
        Add("retry", RetryDraft.Of(maxAttempts, initialDelay, multiplier, maxDelay, jitter, on, notOn));

    /// <summary>Longest time for the step with all its attempts.</summary>
    public StepBuilder Timeout(TimeSpan time) => Add("timeout", time);

    /// <summary>Longest time for one attempt.</summary>
    public StepBuilder AttemptTimeout(TimeSpan time) => Add("attemptTimeout", time);

    /// <summary>What to try instead when the step is out of attempts; said again, one more. What is null stays as in the step.</summary>
    /// <param name="agent">Another agent.</param>
    /// <param name="action">Another action.</param>
    /// <param name="prompt">A model call instead.</param>
    /// <param name="output">JSON Schema of the answer to <paramref name="prompt"/>.</param>
    /// <param name="tool">A tool call instead.</param>
    /// <param name="provider">Another model provider.</param>
    /// <param name="model">Another model.</param>
    /// <param name="with">Other inputs, as a plain object.</param>
    public StepBuilder Fallback(
        string? agent = null,
        string? action = null,
        string? prompt = null,
        object? output = null,
        string? tool = null,
        string? provider = null,
        string? model = null,
        object? with = null)
    {
        _draft.List("fallback").Add(
            new Draft().AddGiven("agent", agent).AddGiven("action", action).AddGiven("prompt", prompt).AddGiven("output", Data.Of(output))
                .AddGiven("tool", tool).AddGiven("provider", provider).AddGiven("model", model).AddGiven("with", Data.Of(with)));
        return this;
    }

    /// <summary>Steps to run instead of failing, for errors of some kinds; the first handler that takes the kind is used.</summary>
    /// <param name="kinds">The kinds.</param>
    /// <param name="steps">What to do; reads <see cref="StepExpr.Error"/> of this step.</param>
    public StepBuilder OnError(IEnumerable<ErrorKind> kinds, Action<StepsBuilder> steps)
    {
        _draft.List("onError").Add(new Draft().AddItems("kinds", kinds).AddGiven("steps", StepsBuilder.Build(steps)));
        return this;
    }

    /// <summary>Steps to run instead of failing, whatever the error.</summary>
    public StepBuilder OnError(Action<StepsBuilder> steps) => OnError([], steps);

    /// <summary>What doing the work twice would mean.</summary>
    public StepBuilder Effect(StepEffect effect) => Add("effect", effect);

    /// <summary>Lets the run go on although this step failed.</summary>
    public StepBuilder ContinueOnError() => Add("continueOnError", true);

    /// <summary>The step that undoes this one when a later step fails.</summary>
    /// <param name="undo">What it does.</param>
    /// <param name="key">Its key; null for <c>undo</c>.</param>
    public StepBuilder Compensate(Action<StepBuilder> undo, string? key = null) => Add("compensate", Build(key, undo, null, 0));

    /// <summary>Named circuit breaker that the step goes through.</summary>
    public StepBuilder CircuitBreaker(string name) => Add("circuitBreaker", name);

    /// <summary>Named pool that limits how many such steps run at once.</summary>
    public StepBuilder Bulkhead(string name) => Add("bulkhead", name);

    /// <summary>Reuse of the result while its key is the same.</summary>
    /// <param name="key">Text that is the same when the result may be reused.</param>
    /// <param name="ttl">How long it may be reused; null for as long as the store keeps it.</param>
    public StepBuilder Cache(string key, TimeSpan? ttl = null) => Add("cache", new Draft().AddGiven("key", key).AddGiven("ttl", ttl));

    /// <summary>Importance among ready steps, -100 to 100.</summary>
    public StepBuilder Priority(int priority) => Add("priority", priority);

    /// <summary>A check that the result must pass before dependants start; said again, one more.</summary>
    /// <param name="check">Condition that must hold; reads <see cref="StepExpr.Output"/> of this step.</param>
    /// <param name="message">What to say when it does not hold; null for a message made from the check.</param>
    /// <param name="name">What is checked; null when the check speaks for itself.</param>
    public StepBuilder Gate(string check, string? message = null, string? name = null)
    {
        _draft.List("gate").Add(new Draft().AddGiven("name", name).AddGiven("check", check).AddGiven("message", message));
        return this;
    }

    /// <summary>Settings of the guards around the step, as a plain object.</summary>
    public StepBuilder Guardrails(object settings) => Add("guardrails", Data.Of(settings));

    internal static Draft Build(string? key, Action<StepBuilder> step, string? file, int line)
    {
        ArgumentNullException.ThrowIfNull(step);
        var draft = new Draft { File = file, Line = line }.AddGiven("key", key);
        step(new StepBuilder(draft));
        return draft;
    }

    private StepBuilder Add(string key, object? value)
    {
        _draft.Add(key, value);
        return this;
    }

    private StepBuilder AddGiven(string key, object? value)
    {
        _draft.AddGiven(key, value);
        return this;
    }
}
