using System.CommandLine;
using System.CommandLine.Invocation;
using Axle.Cli.Commands;
using Axle.Cli.Commands.Agents;
using Axle.Cli.Commands.Approvals;
using Axle.Cli.Commands.Audits;
using Axle.Cli.Commands.Budgets;
using Axle.Cli.Commands.Bulkheads;
using Axle.Cli.Commands.Circuits;
using Axle.Cli.Commands.DeadLetters;
using Axle.Cli.Commands.Encryption;
using Axle.Cli.Commands.Gateway;
using Axle.Cli.Commands.Guards;
using Axle.Cli.Commands.Keys;
using Axle.Cli.Commands.Mcp;
using Axle.Cli.Commands.Memory;
using Axle.Cli.Commands.Nodes;
using Axle.Cli.Commands.Policies;
using Axle.Cli.Commands.Privacy;
using Axle.Cli.Commands.Providers;
using Axle.Cli.Commands.Sandbox;
using Axle.Cli.Commands.Schedules;
using Axle.Cli.Commands.Servers;
using Axle.Cli.Commands.Serving;
using Axle.Cli.Commands.Sessions;
using Axle.Cli.Commands.Stores;
using Axle.Cli.Commands.Tools;
using Axle.Cli.Commands.Users;
using Axle.Cli.Commands.Workflows;
using Axle.Cli.Commands.Workflows.Archives;
using Axle.Cli.Commands.Workflows.Forks;
using Axle.Cli.Help;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Schemas;

namespace Axle.Cli;

/// <summary>Takes a command line from its words to its exit code.</summary>
internal static class CommandLine
{
    // '@' starts the name of a file in inputs and contexts; the parser must not read such words as lists of more words.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>Parses, runs and reports what went wrong.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Outside outside)
    {
        var failures = new FailureReport(outside, arguments.Contains("--json"));
        try
        {
            var parse = CreateRoot(outside).Parse(arguments, Parsing);
            if (parse.Action is ParseErrorAction)
                throw new UsageException(Explain(parse));
            return await parse.InvokeAsync(new InvocationConfiguration
            {
                Output = outside.Output,
                Error = outside.Error,
                EnableDefaultExceptionHandler = false,
                // Commands that must end cleanly watch for signals themselves; others may end at once.
                ProcessTerminationTimeout = null,
            });
        }
#pragma warning disable CA1031 // The last place: everything that went wrong becomes a message and an exit code.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return failures.Write(exception);
        }
    }

    /// <summary>The tree of commands.</summary>
    public static RootCommand CreateRoot(Outside outside)
    {
        var root = new RootCommand("Axle runs durable workflows of agents: it survives crashes, tells what it does, and needs no server.");
        var globals = new GlobalOptions();
        foreach (var option in globals.All)
            root.Add(option);
        var context = new CommandContext(outside, globals);
        foreach (var group in Groups(context))
            root.Add(group);
        root.Add(new CostCommand(context));
        root.Add(new ServeCommand(context));
        root.Add(new LoginCommand(context));
        root.Add(new LogoutCommand(context));
        root.Add(new EngineCommand(context));
        root.Add(new WorkerCommand(context));
        root.Add(new SimCommand(context));
        root.Add(new CompletionCommand(context));
        root.SetAction(_ =>
        {
            HelpPage.Write(root, outside.Output, outside.Width);
            return ExitCodes.Success;
        });
        HelpPage.Attach(root, outside);
        return root;
    }

    private static CommandGroup[] Groups(CommandContext context) =>
    [
        new("workflow", "Check, execute and follow workflows.", context,
        [
            .. Executing(context), .. Controlling(context), .. Comparing(context), .. Keeping(context),
        ]),
        new("approval", "Answer the questions that runs ask persons.", context,
            new ApprovalListCommand(context), new ApprovalShowCommand(context), new ApprovalApproveCommand(context), new ApprovalRejectCommand(context)),
        new("deadletter", "See to runs that are out of options.", context,
            new DeadLetterListCommand(context), new DeadLetterShowCommand(context), new DeadLetterRedriveCommand(context),
            new DeadLetterDiscardCommand(context), new DeadLetterResolveCommand(context)),
        new("schedule", "Look at schedules, pause them, and start their runs out of turn.", context,
            new ScheduleListCommand(context), new ScheduleNextCommand(context), new SchedulePauseCommand(context), new ScheduleResumeCommand(context),
            new ScheduleTriggerCommand(context)),
        new("bulkhead", "Look at the bulkheads that limit how many steps of a kind are made at the same time.", context, new BulkheadListCommand(context)),
        new("circuit", "Look at circuit breakers, and close them.", context, new CircuitListCommand(context), new CircuitResetCommand(context)),
        new("node", "Look at the processes that share the store.", context, new NodeListCommand(context), new NodeScalingCommand(context),
            new NodeCapacityCommand(context)),
        new("agent", "Have agents do something, look at them, and find the one for a piece of work.", context,
            new AgentRunCommand(context), new AgentChatCommand(context), new AgentTraceCommand(context),
            new AgentListCommand(context), new AgentShowCommand(context), new AgentRouteCommand(context)),
        new("session", "Look at sessions of agents that a person was called for.", context,
            new SessionListCommand(context), new SessionShowCommand(context), new SessionResumeCommand(context), new SessionEndCommand(context),
            new SessionForgetCommand(context)),
        new("sandbox", "Run code that nobody vouches for.", context, new SandboxRunCommand(context), new SandboxCheckCommand(context)),
        new("memory", "Look at the notes that agents share, and write to them.", context,
            new MemoryListCommand(context), new MemoryShowCommand(context), new MemoryWriteCommand(context)),
        new("mcp", "Use tools of MCP servers, and serve agents and workflows to MCP clients.", context,
            new McpAddCommand(context), new McpListCommand(context), new McpToolsCommand(context), new McpTrustCommand(context), new McpRemoveCommand(context),
            new McpLoginCommand(context), new McpLogoutCommand(context),
            new McpServeCommand(context)),
        new("tool", "Look at the tools there are, and call one.", context,
            new ToolListCommand(context), new ToolShowCommand(context), new ToolSearchCommand(context), new ToolCallCommand(context),
            new ToolAcceptCommand(context)),
        new("gateway", "Serve language models to other programs.", context, new GatewayServeCommand(context), new GatewayStatusCommand(context)),
        new("budget", "Look at what may be spent on models, and raise it.", context, new BudgetListCommand(context), new BudgetRaiseCommand(context)),
        new("provider", "Look at the providers of language models, and try them.", context,
            new ProviderListCommand(context), new ProviderTestCommand(context), new ProviderHealthCommand(context)),
        new("guard", "Check texts for injections, jailbreaks and personal data, and measure the guards that do it.", context,
            new GuardTestCommand(context), new GuardExplainCommand(context), new GuardBenchCommand(context), new GuardTrainCommand(context),
            new GuardPiiCommand(context), new GuardPiiBenchCommand(context), new GuardPiiTrainCommand(context)),
        new("policy", "Test policies, and ask them about runs of the past.", context, new PolicyTestCommand(context), new PolicyReplayCommand(context)),
        new("user", "Look at the users of a server, and invite somebody.", context, new UserListCommand(context), new UserInviteCommand(context)),
        new("key", "Make API keys of a server, and revoke them.", context, new KeyCreateCommand(context), new KeyListCommand(context), new KeyRevokeCommand(context)),
        new("audit", "Read the audit log of a server, and verify it.", context, new AuditListCommand(context), new AuditVerifyCommand(context)),
        new("store", "Back the store up, restore it, and move it from SQLite to PostgreSQL.", context,
            new StoreBackupCommand(context), new StoreRestoreCommand(context), new StoreMigrateCommand(context)),
        new("encryption", "Look at the keys of tenants, turn them, and erase a tenant.", context,
            new EncryptionListCommand(context), new EncryptionRotateCommand(context), new EncryptionRewrapCommand(context),
            new EncryptionRecodeCommand(context), new EncryptionDestroyCommand(context)),
        new("privacy", "Find, export and erase one person's data.", context,
            new PrivacyFindCommand(context), new PrivacyExportCommand(context), new PrivacyEraseCommand(context)),
        new("expression", "Try expressions of workflow files.", context, new ExpressionEvalCommand(context)),
    ];

    private static IEnumerable<Command> Executing(CommandContext context) =>
    [
        new WorkflowExecuteCommand(context), new WorkflowStartCommand(context), new WorkflowValidateCommand(context), new WorkflowListCommand(context),
        new WorkflowStatusCommand(context),
        new WorkflowEventsCommand(context), new WorkflowStateCommand(context), new WorkflowTimingCommand(context), new WorkflowCheckpointsCommand(context),
    ];

    private static IEnumerable<Command> Controlling(CommandContext context) =>
    [
        new WorkflowResumeCommand(context), new WorkflowPauseCommand(context), new WorkflowCancelCommand(context), new WorkflowSignalCommand(context),
        new WorkflowRollbackCommand(context), new WorkflowMigrateCommand(context), new WorkflowBudgetCommand(context),
    ];

    private static IEnumerable<Command> Comparing(CommandContext context) =>
    [
        new WorkflowForkCommand(context), new WorkflowReplayCommand(context), new WorkflowForksCommand(context), new WorkflowDiffCommand(context),
        new WorkflowPromoteCommand(context), new WorkflowDiscardCommand(context),
    ];

    private static IEnumerable<Command> Keeping(CommandContext context) =>
    [
        new WorkflowExportCommand(context), new WorkflowImportCommand(context), new WorkflowDeleteCommand(context), new WorkflowPruneCommand(context),
    ];

    private static string Explain(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        var messages = parse.Errors.Select(static e => e.Message).Distinct().Select(m => m + Nearest(parse, m));
        return $"{string.Join(' ', messages)} '{HelpPage.FullName(command)} --help' shows how to use it.";
    }

    private static string Nearest(ParseResult parse, string message)
    {
        var command = parse.CommandResult.Command;
        var known = command.Subcommands.Select(static c => c.Name)
            .Concat(HelpPage.OptionsOf(command).Select(static o => o.Name));
        var wrong = parse.UnmatchedTokens.FirstOrDefault(token => message.Contains($"'{token}'", StringComparison.Ordinal));
        return wrong is not null && NearestName.Find(wrong.Split('=')[0], known) is { } nearest ? $" Did you mean '{nearest}'?" : "";
    }
}
