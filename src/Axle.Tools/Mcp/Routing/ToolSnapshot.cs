using System.Collections.Immutable;
using System.Text.Json;
using Axle.Schemas;
using Axle.Tools.Contract;
using Axle.Tools.Mcp.Calls;
using ModelContextProtocol.Protocol;

namespace Axle.Tools.Mcp.Routing;

/// <summary>The tools of all servers at one time.</summary>
/// <param name="Tools">Those that can be called.</param>
/// <param name="Faulty">Names of those that cannot, with the reason.</param>
internal sealed record ToolSnapshot(IReadOnlyList<ITool> Tools, ImmutableSortedDictionary<string, string> Faulty)
{
    /// <summary>Puts the lists of servers together.</summary>
    public static ToolSnapshot Of(ImmutableArray<ServerTools> servers)
    {
        var tools = new List<ITool>();
        var faulty = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var server in servers)
        {
            foreach (var tool in server.Taken)
                Add(tools, faulty, server.Connection.Server.Name, tool, [server]);
        }

        var groups = servers.Where(static s => s.Connection.Server.Capability is not null)
            .GroupBy(static s => s.Connection.Server.Capability!, StringComparer.Ordinal);
        foreach (var group in groups)
            AddGroup(tools, faulty, group.Key, [.. group]);
        return new ToolSnapshot(tools, faulty.ToImmutable());
    }

    private static void AddGroup(List<ITool> tools, ImmutableSortedDictionary<string, string>.Builder faulty, string group, ImmutableArray<ServerTools> servers)
    {
        foreach (var name in servers.SelectMany(static s => s.Taken).Select(static t => t.Name).Distinct(StringComparer.Ordinal))
        {
            var offering = servers
                .Where(s => s.Taken.Any(t => t.Name == name))
                .OrderBy(static s => s.Connection.Server.Priority)
                .ThenBy(static s => s.Connection.Server.Name, StringComparer.Ordinal)
                .ToList();
            var first = offering[0].Taken.First(t => t.Name == name);
            // Another schema is another tool, whatever its name: it does not stand in.
            var same = offering.Where(s => JsonElement.DeepEquals(s.Taken.First(t => t.Name == name).InputSchema, first.InputSchema)).ToImmutableArray();
            foreach (var other in offering.Except(same))
            {
                faulty[$"{other.Connection.Server.Name}.{name} in {group}"] =
                    $"it takes other arguments than {offering[0].Connection.Server.Name}.{name}, so it does not stand in for it.";
            }

            Add(tools, faulty, group, first, same);
        }
    }

    private static void Add(
        List<ITool> tools, ImmutableSortedDictionary<string, string>.Builder faulty, string prefix, Tool tool, ImmutableArray<ServerTools> servers)
    {
        try
        {
            // The strictest of the group's members decides what callers are asked.
            var descriptions = servers.Select(s => McpToolReader.Read(s.Connection.Server, prefix, s.Taken.First(t => t.Name == tool.Name))).ToList();
            var description = descriptions[0] with
            {
                Effect = descriptions.Max(static d => d.Effect),
                Idempotent = descriptions.All(static d => d.Idempotent),
                Approval = descriptions.FirstOrDefault(static d => d.Approval is not null)?.Approval,
                Origin = servers.Length == 1 ? descriptions[0].Origin : $"MCP servers {string.Join(", ", servers.Select(static s => s.Connection.Server.Name))}",
            };
            JsonSchema.Parse(description.Parameters);
            tools.Add(new McpTool(description, tool.Name, [.. servers.Select(static s => s.Connection)]));
        }
        catch (Exception unusable) when (unusable is AxleException or SchemaException or ArgumentException)
        {
            faulty[$"{prefix}.{tool.Name}"] = unusable.Message;
        }
    }
}
