using System.Runtime.CompilerServices;
using Axle.Workflows.Definition.Reading;

namespace Axle.Workflows.Definition.Building;

/// <summary>
/// Builds a workflow in C#: the same definition, checked by the same rules, as a file would give. Each thing has the name it has in a file.
/// <code>
/// var workflow = WorkflowBuilder.Create("code-review")
///     .Input("path", "string", defaultValue: ".")
///     .Step("lint", s => s.Agent("quality", "lint-code").With("path", Expr.Input("path")))
///     .Step("report", s => s.Prompt($"Sum up {Expr.Step("lint").Output}"))
///     .Build();
/// </code>
/// </summary>
public sealed class WorkflowBuilder
{
    private readonly Draft _draft;

    private WorkflowBuilder(Draft draft) => _draft = draft;

    /// <summary>Begins a workflow.</summary>
    /// <param name="name">Its name: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</param>
    /// <param name="file">Left to the compiler: where faults of the workflow are shown.</param>
    /// <param name="line">Left to the compiler.</param>
    public static WorkflowBuilder Create(string name, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var draft = new Draft { File = StepsBuilder.FileName(file), Line = line };
        draft.Add("name", name);
        return new WorkflowBuilder(draft);
    }

    /// <summary>Semantic version.</summary>
    public WorkflowBuilder Version(string version) => Add("version", version);

    /// <summary>What it is for.</summary>
    public WorkflowBuilder Description(string text) => Add("description", text);

    /// <summary>Who wrote it.</summary>
    public WorkflowBuilder Author(string name) => Add("author", name);

    /// <summary>Words to find it by.</summary>
    public WorkflowBuilder Tags(params IEnumerable<string> tags)
    {
        _draft.List("tags").AddRange(tags);
        return this;
    }

    /// <summary>Declares an input.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its JSON type: string, integer, number, boolean, array or object.</param>
    /// <param name="required">Whether a run cannot start without it.</param>
    /// <param name="defaultValue">The value when none is given; null for no default.</param>
    /// <param name="description">What to put there.</param>
    public WorkflowBuilder Input(string name, string type, bool required = false, object? defaultValue = null, string? description = null)
    {
        var input = new Draft().AddGiven("type", type).AddGiven("description", description).AddGiven("default", Data.Of(defaultValue));
        return Input(name, input, required);
    }

    /// <summary>Declares an input by its JSON Schema.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="schema">The schema as a plain object or <c>JsonElement</c>: <c>new { type = "integer", minimum = 1 }</c>.</param>
    /// <param name="required">Whether a run cannot start without it.</param>
    public WorkflowBuilder Input(string name, object schema, bool required = false)
    {
        var input = new Draft();
        foreach (var (key, value) in Data.Of(schema)?.AsObject() ?? [])
            input.Add(key, value);
        return Input(name, input, required);
    }

    /// <summary>Declares a variable with its first value, which may read inputs.</summary>
    public WorkflowBuilder Variable(string name, object? value)
    {
        _draft.Inner("variables").Add(name, Data.Of(value));
        return this;
    }

    /// <summary>Settings for steps that are silent about them. What is null has no default.</summary>
    /// <param name="retry">Retry policy of steps that do work.</param>
    /// <param name="timeout">Longest time for such a step.</param>
    /// <param name="attemptTimeout">Longest time for an attempt of such a step.</param>
    /// <param name="provider">Model provider.</param>
    /// <param name="model">Model.</param>
    public WorkflowBuilder Defaults(
        RetryPolicy? retry = null, TimeSpan? timeout = null, TimeSpan? attemptTimeout = null, string? provider = null, string? model = null) =>
        Add("defaults", new Draft()
            .AddGiven("retry", retry is null ? null : RetryDraft.Of(
                retry.MaxAttempts, retry.InitialDelay, retry.Multiplier, retry.MaxDelay, retry.Jitter, retry.On, retry.NotOn))
            .AddGiven("timeout", timeout).AddGiven("attemptTimeout", attemptTimeout).AddGiven("provider", provider).AddGiven("model", model));

    /// <summary>Starts a run at the times of a cron line; said again, one more.</summary>
    /// <param name="cron">Minute, hour, day of month, month, day of week.</param>
    /// <param name="timezone">IANA time zone; null for UTC.</param>
    /// <param name="missed">What happens to starts that were missed; null for <see cref="MissedStartChoice.Once"/>.</param>
    /// <param name="with">Inputs of the run, as a plain object; null for none.</param>
    public WorkflowBuilder OnSchedule(string cron, string? timezone = null, MissedStartChoice? missed = null, object? with = null) =>
        Trigger("schedule", new Draft().AddGiven("cron", cron).AddGiven("timezone", timezone).AddGiven("missed", missed), with);

    /// <summary>Starts a run again and again; said again, one more.</summary>
    /// <param name="every">Time from one start to the next.</param>
    /// <param name="missed">What happens to starts that were missed; null for <see cref="MissedStartChoice.Once"/>.</param>
    /// <param name="with">Inputs of the run, as a plain object; null for none.</param>
    public WorkflowBuilder OnInterval(TimeSpan every, MissedStartChoice? missed = null, object? with = null) =>
        Trigger("schedule", new Draft().AddGiven("every", every).AddGiven("missed", missed), with);

    /// <summary>Lets an HTTP request start a run; the fields of its body are the inputs.</summary>
    /// <param name="path">Last part of the address; null for the workflow's name.</param>
    /// <param name="secret">Name of the secret that signs requests; null to rely on the server's own login.</param>
    /// <param name="with">Inputs that are fixed, as a plain object; null for none.</param>
    public WorkflowBuilder OnWebhook(string? path = null, string? secret = null, object? with = null)
    {
        _draft.Inner("on").Add("webhook", new Draft().AddGiven("path", path).AddGiven("secret", secret).AddGiven("with", Data.Of(with)));
        return this;
    }

    /// <summary>Lets a named event start a run; said again, one more.</summary>
    /// <param name="name">The event's name, for example <c>repository.pushed</c>.</param>
    /// <param name="with">Inputs that are fixed, as a plain object; null for none.</param>
    public WorkflowBuilder OnEvent(string name, object? with = null) => Trigger("event", new Draft().AddGiven("name", name), with);

    /// <summary>How many runs of a group may execute at once.</summary>
    /// <param name="group">Names the group that a run belongs to; may read inputs.</param>
    /// <param name="limit">Runs of the group at once; null for 1.</param>
    /// <param name="onLimit">What happens to one run too many; null to wait.</param>
    public WorkflowBuilder Concurrency(string group, int? limit = null, ConcurrencyLimitChoice? onLimit = null) =>
        Add("concurrency", new Draft().AddGiven("group", group).AddGiven("limit", limit).AddGiven("onLimit", onLimit));

    /// <summary>Importance among runs, -100 to 100.</summary>
    public WorkflowBuilder Priority(int priority) => Add("priority", priority);

    /// <summary>Longest time a run may take, pauses not counted.</summary>
    public WorkflowBuilder Timeout(TimeSpan time) => Add("timeout", time);

    /// <summary>What a run may spend; null for no limit of that sort.</summary>
    /// <param name="usd">Money for model calls, in US dollars.</param>
    /// <param name="tokens">Model tokens, in and out together.</param>
    /// <param name="calls">Model calls.</param>
    public WorkflowBuilder Budget(decimal? usd = null, long? tokens = null, long? calls = null) =>
        Add("budget", new Draft().AddGiven("usd", usd).AddGiven("tokens", tokens).AddGiven("calls", calls));

    /// <summary>One thing that a run returns. Without any, a run returns the outputs of its last steps.</summary>
    public WorkflowBuilder Output(string name, object? value)
    {
        _draft.Inner("outputs").Add(name, Data.Of(value));
        return this;
    }

    /// <summary>Adds a step.</summary>
    /// <param name="key">Its key, unique in the workflow's own list.</param>
    /// <param name="step">Says what it does, and its settings.</param>
    /// <param name="file">Left to the compiler: where faults of the step are shown.</param>
    /// <param name="line">Left to the compiler.</param>
    public WorkflowBuilder Step(
        string key, Action<StepBuilder> step, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        _draft.List("steps").Add(StepBuilder.Build(key, step, StepsBuilder.FileName(file), line));
        return this;
    }

    /// <summary>The workflow.</summary>
    /// <exception cref="AxleException">Validation: lists everything that is wrong, each with the line of C# that says it.</exception>
    public Workflow Build() => Read().Require();

    /// <summary>The workflow, or everything that is wrong with it, each with the line of C# that says it.</summary>
    /// <param name="options">Null for <see cref="WorkflowReaderOptions.Default"/>.</param>
    public WorkflowReading Read(WorkflowReaderOptions? options = null)
    {
        var text = DraftText.Of(_draft);
        return WorkflowReader.Read(text, text.Text.Length, options);
    }

    private WorkflowBuilder Add(string key, object? value)
    {
        _draft.Add(key, value);
        return this;
    }

    private WorkflowBuilder Input(string name, Draft schema, bool required)
    {
        if (required)
            schema.Add("required", true);
        _draft.Inner("inputs").Add(name, schema);
        return this;
    }

    private WorkflowBuilder Trigger(string key, Draft trigger, object? with)
    {
        _draft.Inner("on").List(key).Add(trigger.AddGiven("with", Data.Of(with)));
        return this;
    }
}
