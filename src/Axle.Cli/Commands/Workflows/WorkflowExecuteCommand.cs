using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using Axle.Agents.References;
using Axle.Agents.Runtime;
using Axle.Cli.Hosting;
using Axle.Cli.Runs;
using Axle.Cli.Servers;
using Axle.Cli.Sources;
using Axle.Library;
using Axle.Models.Configuration;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.Runs.Deciding;

namespace Axle.Cli.Commands.Workflows;

/// <summary><c>ax workflow execute</c>: checks everything first, then starts a run and stays with it.</summary>
internal sealed class WorkflowExecuteCommand : AxCommand
{
    private readonly Argument<string> _workflow = new("WORKFLOW")
    {
        Description = "A workflow file, or the name of a workflow in .axle/workflows or in the library, such as code-review.",
    };

    private readonly WorkspaceOption _workspace = WorkspaceOption.For("the run");

    private readonly Option<string[]> _input = new("--input", "-i")
    {
        Description = "An input; name=@file takes the file's content. May be repeated.",
        HelpName = "NAME=VALUE",
    };

    private readonly Option<string?> _inputs = new("--inputs")
    {
        Description = "A JSON file with an object of inputs; --input wins over it.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _apply = new("--apply")
    {
        Description = "Let actions change the outside world (build, deploy). Without it they only plan, and say so.",
    };

    private readonly Option<bool> _allowRun = new("--allow-run")
    {
        Description = "Let 'run' steps execute commands on this machine. --apply allows it too.",
    };

    private readonly Option<string?> _reports = new("--reports")
    {
        Description = "Directory for reports, one directory a run in it. Default: .axle/reports in the workspace.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _provider = new("--provider")
    {
        Description = "Model provider that every step asks first: claude, openai, gemini, offline or one of axle.yaml.",
        HelpName = "NAME",
    };

    private readonly Option<string[]> _env = new("--env")
    {
        Description = "Environment variable that expressions may read as env.NAME; its value is kept with the run. May be repeated.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _runId = new("--run-id")
    {
        Description = "Id of the new run: 1 to 64 of a-z, 0-9, '-' and '_'. Default: one that sorts by time.",
        HelpName = "ID",
    };

    public WorkflowExecuteCommand(CommandContext context)
        : base(context, "execute", "Execute a workflow and stay with it until it ends.",
            new("ax workflow execute code-review", "Review the code in this directory and write a report as Markdown, HTML and SARIF"),
            new("ax workflow execute code-review --workspace ../shop --input focus=payments", "Review another directory with special care for payments"),
            new("ax workflow execute deploy.yaml --apply", "Run a workflow of your own, and let it change the outside world"),
            new("ax workflow execute code-review --json | jq -r .reports.html", "Run it from a script"))
    {
        _workflow.CompletionSources.Add(_ => new ProjectWorkflows(context.Outside.Directory).Names.Select(static n => new CompletionItem(n)));
        Add(_workflow);
        foreach (var option in (Option[])[_workspace, _input, _inputs, _apply, _allowRun, _reports, _provider, _env, _runId])
            Add(option);
        var start = new ServedStart(_workflow, _input, _inputs, _apply, _runId);
        WorksAtServer(async (call, server, stop) =>
        {
            if (((Option[])[_workspace, _allowRun, _reports, _provider, _env]).FirstOrDefault(call.IsTyped) is { } here)
                throw new UsageException($"{here.Name} is a matter of this machine; leave it out with --server.");
            return await new ServedRuns(call, server).AttendAsync(await start.StartAsync(call, server, stop), 0, stop);
        });
        Remarks =
        [
            "With --server the run is started and executed there: a workflow file of here is sent, a name is one of the server's, and Ctrl-C leaves the run to the server. "
            + "--json answers with the server's view of the run.",
            "A run that waits for a time, a signal or a person is stayed with; Ctrl-C leaves it waiting. 'ax workflow resume' goes on with it, and so does "
            + "'ax engine', which takes up every run whose time or signal has come.",
            $"Ctrl-C or SIGTERM pauses the run and waits up to {RunAttendance.Grace.TotalSeconds:0} s for steps in flight; the second one stops at once. "
            + "Nothing is lost either way: 'ax workflow resume' goes on, and steps that were in flight run again. The same holds after a crash.",
            $"The run is kept in {AxleOptions.DefaultDatabase} below the current directory (see --database). Agents of your own come from .axle/agents "
            + "and model providers from axle.yaml, both of the current directory.",
        ];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var source = WorkflowSource.Read(call.Require(_workflow), call.Workflows, call.Outside).Require();
        var workflow = source;
        var inputs = InputCheck.Check(workflow, new RunInputs(call.Outside, workflow).Read(call.Get(_inputs), call.Get(_input) ?? []));
        var facts = RunFacts.Of(call.Outside, _workspace.Read(call), Reports(call), call.Get(_apply), call.Get(_allowRun), call.Get(_env) ?? []);
        var id = RunIdOption.Read(call.Get(_runId));
        await using var host = call.Compose(options => (options.ReportsDirectory, options.ExplainsGuards) = (Reports(call), true));
        if (call.Get(_provider) is { Length: > 0 } provider)
        {
            workflow = ProviderPreference.Apply(source, provider, host.Get<ModelOptions>());
            call.Workflows.NoteOrigin(workflow, like: source);
        }

        // What steps need is made now: a fault in it must show before the run starts. Settings and agents are
        // read first; the models' ledger opens the database.
        _ = host.Get<ModelOptions>();
        CheckReferences(call, host, workflow);
        DatabaseFolder.Prepare(host.DatabasePath);
        _ = host.Get<AgentServices>();
        if (id is { } taken && await host.Store.FindRunAsync(taken, cancellationToken) is not null)
            throw new UsageException($"--run-id {taken}: there is a run of that id already. Choose another, or go on with it: ax workflow resume {taken}");
        var handle = await host.Engine.StartAsync(new StartRun(workflow) { Inputs = inputs, Attributes = facts, Id = id }, cancellationToken);
        return await new RunSession(call, host).AttendAsync(handle, shownBefore: 0);
    }

    private string? Reports(Invocation call) => call.Get(_reports) is { Length: > 0 } typed ? call.Outside.FullPath(typed) : null;

    private static void CheckReferences(Invocation call, AxleHost host, Workflow workflow)
    {
        var references = host.Get<AgentReferences>().Check(workflow);
        var errors = references.Where(static r => r.Level == ReferenceLevel.Error).Select(static r => $"step '{r.Step}': {r.Message}").ToList();
        if (errors.Count > 0)
            throw new AxleException(ErrorKind.Validation, $"Workflow '{workflow.Name}' cannot run as it is:\n{string.Join('\n', errors)}");
        foreach (var warning in references.Where(static r => r.Level == ReferenceLevel.Warning))
            call.Note($"warning: step '{warning.Step}': {warning.Message}");
        if (workflow.Budget?.Usd is { } usd && host.Get<ModelOptions>() is { HasModel: true, HasPrices: false })
        {
            call.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"warning: the budget of {usd} usd stops nothing, as no model has a price. Give its provider inputPrice and outputPrice in axle.yaml, or limit tokens or calls."));
        }
    }
}
