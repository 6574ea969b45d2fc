namespace Axle.Workflows.Definition.Building;

/// <content>What a step does: exactly one of these is said of each step.</content>
public sealed partial class StepBuilder
{
    /// <summary>An agent performs one of its actions; <see cref="With(string, object?)"/> gives the inputs.</summary>
    /// <param name="agent">Id or alias of the agent; null to have it found by the action's capability.</param>
    /// <param name="action">The action's name.</param>
    public StepBuilder Agent(string? agent, string action)
    {
        _draft.AddGiven("agent", agent);
        return Add("action", action);
    }

    /// <summary>One model call.</summary>
    /// <param name="text">What is asked.</param>
    /// <param name="output">JSON Schema of the answer; null for plain text.</param>
    public StepBuilder Prompt(string text, object? output = null)
    {
        Add("prompt", text);
        return AddGiven("output", Data.Of(output));
    }

    /// <summary>One tool call; <see cref="With(string, object?)"/> gives the arguments.</summary>
    public StepBuilder Tool(string name) => Add("tool", name);

    /// <summary>Runs a program in the sandbox; <see cref="With(string, object?)"/> gives its inputs.</summary>
    /// <param name="language">What it is written in.</param>
    /// <param name="source">The program. Expressions are not put into it.</param>
    public StepBuilder Code(CodeLanguage language, string source)
    {
        var code = new Draft();
        code.Add("language", language.ToString().ToLowerInvariant());
        code.Add("source", source);
        return Add("code", code);
    }

    /// <summary>Runs a command of the host, where policy allows it.</summary>
    /// <param name="command">A program and its arguments.</param>
    /// <param name="directory">Working directory; null for the run's own.</param>
    /// <param name="environment">Environment variables, as a plain object; null for none.</param>
    public StepBuilder Run(IEnumerable<string> command, string? directory = null, object? environment = null) =>
        Command(command.Cast<object?>().ToList(), directory, environment);

    /// <summary>Runs a line of the host's shell, where policy allows it. Expressions are not put into it.</summary>
    /// <param name="line">The line.</param>
    /// <param name="directory">Working directory; null for the run's own.</param>
    /// <param name="environment">Environment variables, as a plain object; null for none.</param>
    public StepBuilder Shell(string line, string? directory = null, object? environment = null) => Command(line, directory, environment);

    /// <summary>Runs another workflow; <see cref="With(string, object?)"/> gives its inputs.</summary>
    /// <param name="workflow">Name, <c>name@version</c>, or a path that starts with <c>./</c> or <c>../</c>.</param>
    public StepBuilder Uses(string workflow) => Add("uses", workflow);

    /// <summary>Waits for a person to say yes or no.</summary>
    /// <param name="message">What the person is asked.</param>
    /// <param name="assignees">Who may answer; null for everyone with the right to approve.</param>
    /// <param name="parameters">Values that are shown with the question, as a plain object; null for none.</param>
    /// <param name="schema">JSON Schema of the parameters, checked again after editing; null for none.</param>
    /// <param name="editable">Names of the parameters that the person may change; null for none.</param>
    /// <param name="timeout">Longest wait for an answer; null for no limit.</param>
    /// <param name="onTimeout">What no answer in time means; null for a failure.</param>
    /// <param name="escalation">Who is asked too when nobody answers; null for nobody.</param>
    public StepBuilder Approval(
        string message,
        IEnumerable<string>? assignees = null,
        object? parameters = null,
        object? schema = null,
        IEnumerable<string>? editable = null,
        TimeSpan? timeout = null,
        ApprovalTimeoutChoice? onTimeout = null,
        IEnumerable<ApprovalEscalation>? escalation = null)
    {
        var approval = new Draft();
        approval.Add("message", message);
        approval.AddItems("assignees", assignees).AddGiven("parameters", Data.Of(parameters)).AddGiven("schema", Data.Of(schema))
            .AddItems("editable", editable).AddGiven("timeout", timeout).AddGiven("onTimeout", onTimeout)
            .AddItems("escalation", escalation?.Select(static e => new Draft().AddGiven("after", e.After).AddItems("to", e.To)));
        return Add("approval", approval);
    }

    /// <summary>Waits for a while.</summary>
    public StepBuilder Wait(TimeSpan duration) => Add("wait", new Draft().AddGiven("duration", duration));

    /// <summary>Waits until a point in time.</summary>
    /// <param name="time">ISO 8601, or an expression.</param>
    public StepBuilder WaitUntil(string time) => Add("wait", new Draft().AddGiven("until", time));

    /// <summary>Waits for a signal, whose body is the step's output.</summary>
    /// <param name="signal">Its name.</param>
    /// <param name="timeout">Longest wait; null for no limit.</param>
    public StepBuilder WaitFor(string signal, TimeSpan? timeout = null) =>
        Add("wait", new Draft().AddGiven("signal", signal).AddGiven("timeout", timeout));

    /// <summary>Runs named branches of steps side by side.</summary>
    public StepBuilder Parallel(Action<ParallelBuilder> branches)
    {
        ArgumentNullException.ThrowIfNull(branches);
        var builder = new ParallelBuilder();
        branches(builder);
        return Add("parallel", builder.Branches);
    }

    /// <summary>Runs steps for each item of a list; they read <see cref="Expr.Item"/> and <see cref="Expr.Index"/>.</summary>
    /// <param name="items">A list, or an expression that gives one.</param>
    /// <param name="steps">What is done for each item.</param>
    /// <param name="itemName">A second name of the item, so that inner steps can reach an outer one; null for none.</param>
    /// <param name="concurrency">Items in work at once; null for 1.</param>
    /// <param name="batchSize">When more than 1, the item is a list of up to this many; null for 1.</param>
    /// <param name="onItemError">What a failed item means; null to fail at once.</param>
    public StepBuilder ForEach(
        object items,
        Action<StepsBuilder> steps,
        string? itemName = null,
        int? concurrency = null,
        int? batchSize = null,
        ItemErrorChoice? onItemError = null) =>
        Add("forEach", new Draft().AddGiven("items", Data.Of(items)).AddGiven("as", itemName).AddGiven("steps", StepsBuilder.Build(steps))
            .AddGiven("concurrency", concurrency).AddGiven("batchSize", batchSize).AddGiven("onItemError", onItemError));

    /// <summary>Runs steps again and again while a condition holds, which is checked before each round.</summary>
    /// <param name="condition">The condition; may read the steps inside.</param>
    /// <param name="maxIterations">Hard bound of rounds; reaching it fails the step.</param>
    /// <param name="steps">What is done in a round; reads <see cref="Expr.Loop"/>.</param>
    /// <param name="delay">Wait between rounds; null for none.</param>
    public StepBuilder LoopWhile(string condition, int maxIterations, Action<StepsBuilder> steps, TimeSpan? delay = null) =>
        Loop("while", condition, maxIterations, steps, delay);

    /// <summary>Runs steps again and again until a condition holds, which is checked after each round.</summary>
    /// <param name="condition">The condition; may read the steps inside.</param>
    /// <param name="maxIterations">Hard bound of rounds; reaching it fails the step.</param>
    /// <param name="steps">What is done in a round; reads <see cref="Expr.Loop"/>.</param>
    /// <param name="delay">Wait between rounds; null for none.</param>
    public StepBuilder LoopUntil(string condition, int maxIterations, Action<StepsBuilder> steps, TimeSpan? delay = null) =>
        Loop("until", condition, maxIterations, steps, delay);

    /// <summary>Runs the steps of the first case whose value equals <paramref name="on"/>.</summary>
    public StepBuilder Switch(string on, Action<SwitchBuilder> cases) => Switch(new Draft().AddGiven("on", on), cases);

    /// <summary>Runs the steps of the first case whose condition is true.</summary>
    public StepBuilder Switch(Action<SwitchBuilder> cases) => Switch(new Draft(), cases);

    /// <summary>Runs one list of steps when a condition is true, and another one, or none, when it is not.</summary>
    public StepBuilder If(string condition, Action<StepsBuilder> then, Action<StepsBuilder>? otherwise = null) => Switch(cases =>
    {
        cases.When(condition, then);
        if (otherwise is not null)
            cases.Default(otherwise);
    });

    /// <summary>Runs steps that are all undone, each by its <see cref="Compensate"/>, when one fails.</summary>
    public StepBuilder Saga(Action<StepsBuilder> steps) => Add("saga", new Draft().AddGiven("steps", StepsBuilder.Build(steps)));

    /// <summary>Gives a variable of the workflow a value; said again, it sets one more.</summary>
    public StepBuilder Set(string variable, object? value)
    {
        _draft.Inner("set").Add(variable, Data.Of(value));
        return this;
    }

    /// <summary>Ends the run with an error.</summary>
    public StepBuilder Fail(string message) => Add("fail", message);

    /// <summary>Ends the run with a result.</summary>
    public StepBuilder Return(object? value) => Add("return", Data.Of(value));

    private StepBuilder Command(object command, string? directory, object? environment) =>
        Add("run", new Draft().AddGiven("command", command).AddGiven("directory", directory).AddGiven("environment", Data.Of(environment)));

    private StepBuilder Loop(string key, string condition, int maxIterations, Action<StepsBuilder> steps, TimeSpan? delay) =>
        Add("loop", new Draft().AddGiven(key, condition).AddGiven("maxIterations", maxIterations).AddGiven("delay", delay)
            .AddGiven("steps", StepsBuilder.Build(steps)));

    private StepBuilder Switch(Draft made, Action<SwitchBuilder> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        cases(new SwitchBuilder(made));
        return Add("switch", made);
    }
}
