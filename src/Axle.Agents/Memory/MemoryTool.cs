using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Tools.Contract;

namespace Axle.Agents.Memory;

/// <summary>One of the tools over shared memory.</summary>
/// <param name="description">Name, purpose and schema.</param>
/// <param name="memory">The notes.</param>
/// <param name="work">Does the work.</param>
internal sealed class MemoryTool(
    ToolDescription description, SharedMemory memory, Func<SharedMemory, JsonElement, ToolContext, CancellationToken, ValueTask<JsonNode>> work) : ITool
{
    public ToolDescription Description { get; } = description;

    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken) =>
        JsonSerializer.SerializeToElement(await work(memory, arguments, context, cancellationToken));
}
