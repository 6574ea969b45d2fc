using System.CommandLine;
using System.CommandLine.Help;
using System.Text;
using Axle.Cli.Commands;
using Axle.Hosting;

namespace Axle.Cli.Help;

/// <summary>The reference of all commands as one Markdown page: <c>docs/cli.md</c>. Made from the commands, so that it is never wrong.</summary>
internal static class CommandReference
{
    /// <summary>The page.</summary>
    public static string Write(RootCommand root)
    {
        var page = new StringBuilder();
        page.AppendLine("# The command line `ax`\n");
        page.AppendLine("<!-- Made from the commands by a test of Axle.Cli.Tests; AXLE_UPDATE_DOCS=1 writes it anew. -->\n");
        page.AppendLine(root.Description).AppendLine();
        AppendGeneral(page, root);
        foreach (var command in root.Subcommands.SelectMany(Leaves))
            Append(page, command);
        return page.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>The commands that do something, in the order of the tree.</summary>
    public static IEnumerable<Command> Leaves(Command command) =>
        command.Subcommands.Count == 0 ? [command] : command.Subcommands.SelectMany(Leaves);

    private static void AppendGeneral(StringBuilder page, RootCommand root)
    {
        page.AppendLine("## Every command takes\n");
        AppendOptions(page, root.Options.Where(static o => o.Recursive));
        page.AppendLine("## Environment\n");
        page.AppendLine("| variable | meaning |\n| --- | --- |");
        foreach (var (name, meaning) in Variables)
            page.AppendLine($"| `{name}` | {meaning} |");
        page.AppendLine("\n## Exit codes\n");
        page.AppendLine("| code | meaning |\n| --- | --- |");
        foreach (var (code, meaning) in ExitCodes.All)
            page.AppendLine($"| {code} | {meaning} |");
        page.AppendLine("\nErrors go to standard error in one sentence or more: what is wrong, where, and how to mend it. With `--json` they are the document");
        page.AppendLine("on standard output: `{\"error\": {\"kind\", \"message\"}, \"exitCode\"}`.\n");
    }

    private static void Append(StringBuilder page, Command command)
    {
        page.AppendLine($"## `{HelpPage.FullName(command)}`\n");
        page.AppendLine(command.Description).AppendLine();
        page.AppendLine($"```\n{HelpPage.Usage(command)}\n```\n");
        if (command.Arguments.Count > 0)
        {
            page.AppendLine("| argument | meaning |\n| --- | --- |");
            foreach (var argument in command.Arguments)
                page.AppendLine($"| `{argument.Name}` | {Cell(argument.Description)} |");
            page.AppendLine();
        }

        AppendOptions(page, command.Options);
        if (command is not AxCommand own)
            return;
        foreach (var remark in own.Remarks)
            page.AppendLine(remark).AppendLine();
        page.AppendLine("```bash");
        foreach (var example in own.Examples)
            page.AppendLine($"# {example.Says}\n{example.Line}");
        page.AppendLine("```\n");
    }

    private static void AppendOptions(StringBuilder page, IEnumerable<Option> options)
    {
        var shown = options.Where(static o => !o.Hidden && o is not HelpOption).ToList();
        if (shown.Count == 0)
            return;
        page.AppendLine("| option | meaning |\n| --- | --- |");
        foreach (var option in shown)
            page.AppendLine($"| `{HelpPage.Title(option)}` | {Cell(option.Description)} |");
        page.AppendLine();
    }

    private static string Cell(string? text) => (text ?? "").Replace("|", "\\|", StringComparison.Ordinal);

    private static readonly (string Name, string Meaning)[] Variables =
    [
        (GlobalOptions.DatabaseVariable, $"the database file, when `--database` is not given; `{AxleOptions.DefaultDatabase}` below the current directory else"),
        (QueueSetting.Variable, "`amqp://…`: steps are made by workers of any machine, over RabbitMQ; `env:NAME`: what that variable says; `local`: by this process"),
        (StoreSetting.Variable, "`postgres://…`: a PostgreSQL database holds the runs; `env:NAME`: what that variable says; `sqlite`: the database file"),
        ("ANTHROPIC_API_KEY, OPENAI_API_KEY, GOOGLE_API_KEY", "key of a model provider; without any, the offline provider summarises the evidence and says so"),
        (AxleOptions.EncryptionKeysVariable, "where the keys are that stored values are encrypted with: `file:PATH` or `env:NAME`"),
        ("NO_COLOR, CI", "set to anything: progress comes as plain lines"),
        ("AXLE_GATEWAY_KEY", "the key that clients of `ax gateway serve` send; without any, only this machine is answered"),
        ("AXLE_DEBUG", "`1`: errors come with the place in Axle where they arose"),
    ];
}
