using System.CommandLine;
using System.CommandLine.Invocation;
using Axle.Cli.Commands;
using Axle.Cli.Commands.Agents;
using Axle.Cli.Commands.Workflows;
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
        root.Add(new CommandGroup("workflow", "Check, execute and follow workflows.", context,
            new WorkflowExecuteCommand(context),
            new WorkflowValidateCommand(context),
            new WorkflowListCommand(context),
            new WorkflowStatusCommand(context),
            new WorkflowEventsCommand(context),
            new WorkflowCheckpointsCommand(context),
            new WorkflowResumeCommand(context),
            new WorkflowPauseCommand(context),
            new WorkflowCancelCommand(context)));
        root.Add(new CommandGroup("agent", "Look at agents, and find the one for a piece of work.", context,
            new AgentListCommand(context), new AgentShowCommand(context), new AgentRouteCommand(context)));
        root.Add(new CommandGroup("expression", "Try expressions of workflow files.", context, new ExpressionEvalCommand(context)));
        root.Add(new CompletionCommand(context));
        root.SetAction(_ =>
        {
            HelpPage.Write(root, outside.Output, outside.Width);
            return ExitCodes.Success;
        });
        HelpPage.Attach(root, outside);
        return root;
    }

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
