using System.Collections.Immutable;
using System.Text.Json;
using Axle.Tools.Contract;
using Axle.Tools.Mcp.Calls;
using Axle.Tools.Mcp.Connections;

namespace Axle.Tools.Mcp.Routing;

/// <summary>
/// A tool that one or more servers offer. Of several the best is asked: by priority, then the one with the fewest calls under way. When it fails
/// another is asked, but never when the first may have changed something and a second call would change it again.
/// </summary>
/// <param name="description">What callers see.</param>
/// <param name="name">The tool's name at its servers.</param>
/// <param name="servers">Those that offer it; at least one.</param>
internal sealed class McpTool(ToolDescription description, string name, ImmutableArray<McpConnection> servers) : ITool
{
    private int _turn;

    /// <inheritdoc/>
    public ToolDescription Description => description;

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (description.Effect == ToolEffect.World && !context.Apply)
            return Plan(arguments);
        var failures = new List<McpCallException>();
        foreach (var server in Order())
        {
            try
            {
                return await McpCall.InvokeAsync(server, name, arguments, context, cancellationToken);
            }
            catch (McpCallException failed)
            {
                failures.Add(failed);
                if (!failed.IsOfServer)
                    break;
                if (failed.IsOpen && !description.Idempotent)
                    throw Unknown(failed);
            }
        }

        var said = string.Join(' ', failures.Select(static f => f.Message));
        throw new AxleException(failures[^1].Kind, failures.Count == 1 ? said : $"No server could do '{description.Name}'. {said}", failures[^1]);
    }

    // One that is known to be down is asked last: by then it may be up again.
    private IEnumerable<McpConnection> Order()
    {
        if (servers.Length == 1)
            return servers;
        var turn = Interlocked.Increment(ref _turn);
        return servers
            .Select((server, place) => (Server: server, Turn: (uint)(place + turn) % (uint)servers.Length))
            .OrderBy(static s => s.Server.IsUsable ? 0 : 1)
            .ThenBy(static s => s.Server.Server.Priority)
            .ThenBy(static s => s.Server.UnderWay)
            .ThenBy(static s => s.Turn)
            .Select(static s => s.Server)
            .ToList();
    }

    // Kind Refused: a retry would do the work a second time, so nothing may retry it by itself.
    private AxleException Unknown(McpCallException failed) => new(
        ErrorKind.Refused,
        $"{failed.Message} Whether the work was done is not known, and '{description.Name}' changes something each time it is called, so it is not called "
            + "again by itself, here or at another server. Look whether it was done; a tool that may be called twice says so (idempotentHint).",
        failed);

    private JsonElement Plan(JsonElement arguments)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteBoolean("planned", true);
            json.WriteString("tool", description.Name);
            json.WritePropertyName("arguments");
            arguments.WriteTo(json);
            json.WriteString("note", "Not called, as it may change something outside the run. Runs with --apply call it.");
            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.ToArray());
    }
}
