using Axle.Cli.Servers;

namespace Axle.Cli.Commands.Workflows;

/// <summary><c>ax workflow start</c>: starts a run at a server, and leaves it there.</summary>
internal sealed class WorkflowStartCommand : AxCommand
{
    private readonly ServedStart _start = new();

    public WorkflowStartCommand(CommandContext context)
        : base(context, "start", "Start a run at a server, and leave it there.",
            new("ax workflow start code-review --server axle.example.org -i focus=payments", "A workflow of the server"),
            new("ax workflow start mine.yaml --server axle.example.org --json | jq -r .runId", "One of this directory, and its id"))
    {
        _start.AddTo(this);
        WorksAtServer(async (call, server, stop) =>
        {
            new ServedRuns(call, server).Show(await _start.StartAsync(call, server, stop));
            return ExitCodes.Success;
        });
        Remarks = ["Here, without a server, a run lives in the process that executes it: 'ax workflow execute' starts one and stays with it."];
    }

    protected override Task<int> RunAsync(Invocation call, CancellationToken cancellationToken) =>
        throw new UsageException("Name the server with --server, or execute the workflow here: ax workflow execute");
}
