using System.Text.Json;
using Axle.Tools.Contract;

namespace Axle.Tools.Tests.Contract;

/// <summary>A tool that gives its arguments back and counts its calls.</summary>
internal sealed class EchoTool(string name, string schema, string purpose = "Gives its arguments back.") : ITool
{
    public int Calls { get; private set; }

    public ToolDescription Description { get; } = new(name, purpose, JsonElement.Parse(schema));

    public ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        Calls++;
        return ValueTask.FromResult(arguments.Clone());
    }
}
