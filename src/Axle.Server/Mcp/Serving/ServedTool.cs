using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Schemas;
using Axle.Server.Identity;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Axle.Server.Mcp.Serving;

/// <summary>A tool of Axle's MCP server: checks the arguments, says who asks, and turns failures into results that a model can read.</summary>
internal sealed class ServedTool : McpServerTool
{
    private readonly JsonSchema _schema;
    private readonly Func<ServedCall, CancellationToken, ValueTask<JsonObject>> _work;

    /// <summary>Makes a tool.</summary>
    /// <param name="name">Letters, digits and <c>_</c>: what every client takes.</param>
    /// <param name="purpose">What it does, for models.</param>
    /// <param name="arguments">JSON Schema of the arguments.</param>
    /// <param name="work">Does it.</param>
    /// <param name="readsOnly">Whether it changes nothing.</param>
    public ServedTool(
        string name, string purpose, JsonElement arguments, Func<ServedCall, CancellationToken, ValueTask<JsonObject>> work, bool readsOnly = false)
    {
        (_work, _schema) = (work, JsonSchema.Parse(arguments));
        ProtocolTool = new Tool
        {
            Name = name,
            Description = purpose,
            InputSchema = arguments,
            Annotations = new ToolAnnotations
            {
                ReadOnlyHint = readsOnly,
                DestructiveHint = !readsOnly,
                IdempotentHint = readsOnly,
                OpenWorldHint = !readsOnly,
            },
        };
    }

    /// <inheritdoc/>
    public override Tool ProtocolTool { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<object> Metadata { get; } = [];

    /// <inheritdoc/>
    public override async ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            var given = JsonSerializer.SerializeToElement(new JsonObject((request.Params?.Arguments ?? new Dictionary<string, JsonElement>())
                .Select(static a => KeyValuePair.Create(a.Key, JsonSerializer.SerializeToNode(a.Value)))));
            var arguments = _schema.WithDefaults(given);
            if (_schema.Validate(arguments) is { IsValid: false } faulty)
                return Failed($"The arguments do not fit: {string.Join("; ", faulty.Faults.Take(5))}.");
            var call = new ServedCall(arguments, Caller.Of(request.JsonRpcRequest)) { Tell = Telling(request, cancellationToken) };
            var result = await _work(call, cancellationToken);
            return new CallToolResult
            {
                Content = [new TextContentBlock { Text = result.ToJsonString(JsonSerializerOptions.Web) }],
                StructuredContent = JsonSerializer.SerializeToElement(result),
            };
        }
        catch (AxleException failed)
        {
            return Failed(failed.Error.ForClients ?? failed.Message);
        }
        catch (SchemaException tooMuch)
        {
            return Failed(tooMuch.Message);
        }
    }

    private static Func<int, string, Task>? Telling(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken) =>
        request.Params?.ProgressToken is { } token
            ? (told, sentence) => request.Server.NotifyProgressAsync(
                token, new ProgressNotificationValue { Progress = told, Message = sentence }, cancellationToken: cancellationToken)
            : null;

    private static CallToolResult Failed(string message) => new() { IsError = true, Content = [new TextContentBlock { Text = message }] };
}

/// <summary>A call of a tool.</summary>
/// <param name="Arguments">Checked, with defaults.</param>
/// <param name="Caller">Who asks.</param>
internal sealed record ServedCall(JsonElement Arguments, Caller Caller)
{
    /// <summary>Tells the client how the work goes on: how many things were told, and a sentence; null when it did not ask for that.</summary>
    public Func<int, string, Task>? Tell { get; init; }

    /// <summary>An argument that is a text; null when it is not there.</summary>
    public string? Text(string name) => Arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>An argument that is a number.</summary>
    public double Number(string name) => Arguments.GetProperty(name).GetDouble();

    /// <summary>An argument as JSON; an empty object when it is not there.</summary>
    public JsonElement Json(string name) => Arguments.TryGetProperty(name, out var value) ? value : JsonElement.Parse("{}");
}
