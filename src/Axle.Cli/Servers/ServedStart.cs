using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Cli.Commands;
using Axle.Cli.Sources;
using Axle.Client.Runs;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;

namespace Axle.Cli.Servers;

/// <summary>What a run of a server is started with: a file of here, or a workflow that the server has.</summary>
internal sealed class ServedStart
{
    private readonly Argument<string> _workflow;
    private readonly Option<string[]> _input;
    private readonly Option<string?> _inputs;
    private readonly Option<bool> _apply;
    private readonly Option<string?> _runId;

    /// <summary>With options of its own.</summary>
    public ServedStart()
        : this(
            new("WORKFLOW") { Description = "A workflow file of here, or the name of a workflow that the server has." },
            new("--input", "-i") { Description = "An input; name=@file takes the file's content. May be repeated.", HelpName = "NAME=VALUE" },
            new("--inputs") { Description = "A JSON file with an object of inputs; --input wins over it.", HelpName = "FILE" },
            new("--apply") { Description = "Let actions change the outside world (build, deploy). Without it they only plan, and say so." },
            new("--run-id") { Description = "Id of the new run, which makes the start safe to repeat. Default: one that sorts by time.", HelpName = "ID" })
    {
    }

    /// <summary>With those of another command.</summary>
    public ServedStart(Argument<string> workflow, Option<string[]> input, Option<string?> inputs, Option<bool> apply, Option<string?> runId) =>
        (_workflow, _input, _inputs, _apply, _runId) = (workflow, input, inputs, apply, runId);

    /// <summary>Gives them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_workflow);
        foreach (var option in (Option[])[_input, _inputs, _apply, _runId])
            command.Add(option);
    }

    /// <summary>Starts it.</summary>
    /// <exception cref="AxleException">The workflow or an input cannot be used, or the server refuses.</exception>
    public async Task<Run> StartAsync(Invocation call, ServerSession server, CancellationToken cancellationToken)
    {
        var name = call.Require(_workflow);
        var yaml = await ServerSession.TextOfFileAsync(call.Outside, name, cancellationToken);
        // What is text and what is JSON among the inputs, the workflow says.
        var text = yaml ?? (await server.Client.Workflows.GetAsync(name, cancellationToken)).Yaml;
        var workflow = WorkflowReader.Read(text, name).Require();
        return await server.Client.Runs.StartAsync(
            new StartRun
            {
                Workflow = yaml is null ? name : null,
                Yaml = yaml,
                Inputs = InputsOf(call, workflow),
                Apply = call.Get(_apply),
                Id = RunIdOption(call),
            },
            cancellationToken: cancellationToken);
    }

    private string? RunIdOption(Invocation call) => Commands.Workflows.RunIdOption.Read(call.Get(_runId))?.Value;

    private JsonElement? InputsOf(Invocation call, Workflow workflow) =>
        new RunInputs(call.Outside, workflow).Read(call.Get(_inputs), call.Get(_input) ?? []).Value is { } given && given.EnumerateObject().Any()
            ? JsonSerializer.SerializeToElement(JsonNode.Parse(given.GetRawText()))
            : null;
}
