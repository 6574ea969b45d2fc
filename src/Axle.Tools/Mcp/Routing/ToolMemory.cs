using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Tools.Mcp.Settings;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Axle.Tools.Mcp.Routing;

/// <summary>
/// The file in which the tools of servers are remembered, so that a workflow can be checked and an agent can choose before any server was started.
/// It can be deleted at any time: servers are asked again then.
/// </summary>
internal sealed class ToolMemory(string? file)
{
    private const int LargestFile = 16 * 1024 * 1024;

    private readonly Lock _lock = new();

    /// <summary>The tools of a server as it was reached then; null when it is not known, or was reached in another way.</summary>
    public ImmutableArray<Tool>? Read(McpServerSettings server)
    {
        try
        {
            return Whole()[server.Name] is JsonObject entry && entry["way"]?.GetValue<string>() == Way(server)
                ? entry["tools"].Deserialize<ImmutableArray<Tool>>(McpJsonUtilities.DefaultOptions)
                : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Remembers.</summary>
    public void Write(McpServerSettings server, ImmutableArray<Tool> tools)
    {
        if (file is null)
            return;
        lock (_lock)
        {
            try
            {
                var whole = Whole();
                whole[server.Name] = new JsonObject { ["way"] = Way(server), ["tools"] = JsonSerializer.SerializeToNode(tools, McpJsonUtilities.DefaultOptions) };
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                var next = $"{file}.{Environment.ProcessId}.tmp";
                File.WriteAllText(next, whole.ToJsonString());
                File.Move(next, file, overwrite: true);
            }
            catch (Exception locked) when (locked is IOException or UnauthorizedAccessException)
            {
                // It is a convenience: without it servers are asked at the next start.
            }
        }
    }

    /// <summary>Whether two lists say the same.</summary>
    public static bool IsSame(ImmutableArray<Tool> one, ImmutableArray<Tool> other) => one.Length == other.Length
        && JsonSerializer.Serialize(one, McpJsonUtilities.DefaultOptions) == JsonSerializer.Serialize(other, McpJsonUtilities.DefaultOptions);

    private JsonObject Whole()
    {
        try
        {
            return file is not null && new FileInfo(file) is { Exists: true, Length: <= LargestFile }
                ? JsonNode.Parse(File.ReadAllText(file)) as JsonObject ?? []
                : [];
        }
        catch (Exception broken) when (broken is JsonException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // A server that is reached in another way may be another server. Only a hash, as arguments can hold secrets.
    private static string Way(McpServerSettings server)
    {
        var way = string.Join('\0', [server.Command ?? "", .. server.Arguments, server.Url?.ToString() ?? ""]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(way)))[..16];
    }
}
