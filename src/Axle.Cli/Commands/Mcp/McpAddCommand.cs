using System.CommandLine;
using Axle.Tools.Mcp.Settings;

namespace Axle.Cli.Commands.Mcp;

/// <summary><c>ax mcp add</c>: writes a server into <c>.axle/mcp.yaml</c>, and agrees to it.</summary>
internal sealed class McpAddCommand : AxCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "Its name here, the first part of its tools' names: a-z, 0-9, - and _." };

    private readonly Argument<string[]> _command = new("COMMAND")
    {
        Description = "After '--': the program and its arguments, for a server that is started here.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _url = new("--url") { Description = "The address of a server that speaks Streamable HTTP.", HelpName = "URL" };

    private readonly Option<string[]> _env = new("--env")
    {
        Description = "A variable that the program gets: NAME takes it from the environment each time, NAME=VALUE writes the value down. May be repeated.",
        HelpName = "NAME[=VALUE]",
    };

    private readonly Option<string[]> _header = new("--header")
    {
        Description = "A header that goes with requests; ${NAME} in it is taken from the environment each time. May be repeated.",
        HelpName = "NAME=VALUE",
    };

    private readonly Option<string[]> _allow = new("--allow") { Description = "Only these tools; '*' for any letters. May be repeated.", HelpName = "TOOL" };
    private readonly Option<string[]> _deny = new("--deny") { Description = "Not these tools; '*' for any letters. May be repeated.", HelpName = "TOOL" };
    private readonly Option<string[]> _approval = new("--approval") { Description = "A person must agree to each call of these tools. May be repeated.", HelpName = "TOOL" };
    private readonly Option<string?> _capability = new("--capability") { Description = "Name of a group of servers that can stand in for each other.", HelpName = "GROUP" };

    public McpAddCommand(CommandContext context)
        : base(context, "add", "Add an MCP server, whose tools agents and workflows can use then.",
            new("ax mcp add files -- npx -y @modelcontextprotocol/server-filesystem .", "A program that is started when one of its tools is called"),
            new("ax mcp add tickets --url https://mcp.example.com/ --header 'Authorization=Bearer ${TICKETS_TOKEN}'", "A server elsewhere"),
            new("ax mcp add db --env DB_URL --deny 'drop_*' --approval write_query -- uvx mcp-server-sqlite --db-path app.db", "With limits"))
    {
        Add(_name);
        Add(_command);
        foreach (var option in new Option[] { _url, _env, _header, _allow, _deny, _approval, _capability })
            Add(option);
        Remarks =
        [
            "It is written to .axle/mcp.yaml, which can be edited: docs/mcp.md has all settings. A server never gets the environment of 'ax', only HOME, PATH, SHELL, TERM and what "
            + "--env names. Its tools are called NAME.tool; 'ax mcp tools NAME' lists them.",
        ];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var (name, command, url) = (call.Require(_name), call.Get(_command) ?? [], call.Get(_url));
        if (command.Length == 0 == url is null)
            throw new UsageException("Say either a program, after '--', or --url.");
        McpSettingsFile.Add(call.Outside.Directory, name, Values(call, command, url));
        McpTrusting.Agree(call, name);
        call.Note($"'{name}' is in {McpSettingsReader.OwnFile}. Asking it for its tools …");
        await using var host = call.Compose();
        return await McpListCommand.ShowAsync(call, host, [name], cancellationToken);
    }

    private Dictionary<string, object> Values(Invocation call, string[] command, string? url)
    {
        var values = new Dictionary<string, object>();
        if (url is not null)
            values["url"] = url;
        else
            values["command"] = command[0];
        if (command.Length > 1)
            values["args"] = command[1..];
        Put(values, "env", Pairs(call.Get(_env), static name => $"${{{name}}}"));
        Put(values, "headers", Pairs(call.Get(_header), static name => throw new UsageException($"--header {name}: write NAME=VALUE.")));
        var tools = new Dictionary<string, string[]>();
        if (call.Get(_allow) is { Length: > 0 } allow)
            tools["allow"] = allow;
        if (call.Get(_deny) is { Length: > 0 } deny)
            tools["deny"] = deny;
        if (tools.Count > 0)
            values["tools"] = tools;
        if (call.Get(_approval) is { Length: > 0 } approval)
            values["approval"] = approval;
        if (call.Get(_capability) is { Length: > 0 } group)
            values["capability"] = group;
        return values;
    }

    private static void Put(Dictionary<string, object> values, string key, Dictionary<string, string> pairs)
    {
        if (pairs.Count > 0)
            values[key] = pairs;
    }

    private static Dictionary<string, string> Pairs(string[]? typed, Func<string, string> alone) => (typed ?? []).Select(static t => t.Split('=', 2))
        .ToDictionary(static parts => parts[0], parts => parts.Length == 2 ? parts[1] : alone(parts[0]), StringComparer.Ordinal);
}
