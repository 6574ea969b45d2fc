using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Axle.Cli.Sources;
using Axle.Workflows.Definition;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Deciding;

namespace Axle.Cli.Commands.Workflows;

/// <summary>The options that change a run before it goes on, and how they are read.</summary>
internal sealed class RunEditOptions
{
    public Option<string[]> Input { get; } = new("--input", "-i")
    {
        Description = "An input that differs; name=@file takes the file's content. May be repeated.",
        HelpName = "NAME=VALUE",
    };

    public Option<string[]> Variable { get; } = new("--var")
    {
        Description = "A variable that differs. May be repeated.",
        HelpName = "NAME=VALUE",
    };

    public Option<string[]> Step { get; } = StepInput();

    public IReadOnlyList<Option> All => [Input, Variable, Step];

    /// <summary>The option that changes inputs of steps.</summary>
    public static Option<string[]> StepInput() => new("--step-input")
    {
        Description = "Input of a step instead of what its 'with' gives: PATH=JSON, or PATH=@file. May be repeated.",
        HelpName = "PATH=JSON",
    };

    /// <summary>Inputs of steps by path; null when none is given.</summary>
    public static ImmutableDictionary<string, Payload>? Steps(Invocation call, Option<string[]> option)
    {
        var values = new NamedValues(call.Outside).ReadJson("--step-input", call.Get(option));
        return values.Count == 0 ? null : values.ToImmutableDictionary(static v => v.Key, static v => Payload.From(JsonSerializer.SerializeToElement(v.Value)));
    }

    /// <summary>All that differs from a run.</summary>
    /// <param name="call">What was typed.</param>
    /// <param name="inputs">The run's inputs.</param>
    /// <param name="workflow">The definition whose schemas say what is text.</param>
    public RunEdits Read(Invocation call, Payload inputs, Workflow workflow)
    {
        var variables = new NamedValues(call.Outside).Read("--var", call.Get(Variable), static _ => false);
        var unknown = variables.Select(static v => v.Key).FirstOrDefault(name => !workflow.Variables.ContainsKey(name));
        if (unknown is not null)
            throw new UsageException($"--var '{unknown}': workflow '{workflow.Name}' has no such variable. It has: {string.Join(", ", workflow.Variables.Keys.Order(StringComparer.Ordinal))}.");
        return new RunEdits(
            new RunInputs(call.Outside, workflow).Change(inputs, call.Get(Input) ?? []),
            variables.Count == 0 ? null : Payload.From(JsonSerializer.SerializeToElement(variables)),
            Steps(call, Step));
    }
}
