using System.Text.Json;
using Axle.Tools.Contract;
using Axle.Tools.Mcp;
using Axle.Tools.Mcp.Connections;
using Axle.Tools.Mcp.Settings;
using ModelContextProtocol.Authentication;
using ModelContextProtocol.Protocol;

namespace Axle.McpPeer;

/// <summary>Axle's client, doing what a scenario of the suite waits for: it lists, calls every tool, and answers what it is asked.</summary>
internal static class ConformanceClient
{
    public static async Task<int> RunAsync(Uri url)
    {
        var scenario = Environment.GetEnvironmentVariable("MCP_CONFORMANCE_SCENARIO") ?? "";
        var said = Environment.GetEnvironmentVariable("MCP_CONFORMANCE_CONTEXT") is { Length: > 0 } text ? JsonElement.Parse(text) : default;
        var version = Environment.GetEnvironmentVariable("MCP_CONFORMANCE_PROTOCOL_VERSION") ?? Environment.GetEnvironmentVariable("AXLE_MCP_PROTOCOL");
        var server = new McpServerSettings("peer") { Url = url, StartTimeout = TimeSpan.FromMinutes(2), Protocol = string.IsNullOrEmpty(version) ? null : version };
        await using var mcp = new McpTools(new McpSettings([server]) { HealthEvery = TimeSpan.Zero }, TimeProvider.System, Answers(scenario, said));
        await mcp.DiscoverAsync(all: true, CancellationToken.None);
        var context = new ToolContext(Environment.CurrentDirectory, Apply: true, "conformance-1", TimeProvider.System);
        foreach (var (tool, arguments) in Calls(mcp, said))
        {
            try
            {
                await tool.InvokeAsync(arguments, context, CancellationToken.None);
            }
            catch (AxleException failed)
            {
                await Console.Error.WriteLineAsync($"{tool.Description.Name}: {failed.Message}");
            }
        }

        if (scenario == "http-standard-headers")
            await mcp.UseAsync("peer", ReadAllAsync, CancellationToken.None);
        foreach (var fault in mcp.Servers.Where(static s => s.Fault is not null))
            await Console.Error.WriteLineAsync(fault.Fault);
        return mcp.Servers.Any(static s => s.Fault is not null) ? 1 : 0;
    }

    private static async ValueTask<bool> ReadAllAsync(ModelContextProtocol.Client.McpClient client)
    {
        foreach (var resource in await client.ListResourcesAsync())
            await client.ReadResourceAsync(resource.Uri);
        foreach (var prompt in await client.ListPromptsAsync())
            await client.GetPromptAsync(prompt.Name);
        return true;
    }

    private static IEnumerable<(ITool Tool, JsonElement Arguments)> Calls(McpTools mcp, JsonElement said)
    {
        if (said.ValueKind == JsonValueKind.Object && said.TryGetProperty("toolCalls", out var calls))
        {
            foreach (var call in calls.EnumerateArray())
            {
                if (mcp.Tools.FirstOrDefault(t => t.Description.Name == $"peer.{call.GetProperty("name").GetString()}") is { } tool)
                    yield return (tool, call.GetProperty("arguments"));
            }

            yield break;
        }

        foreach (var tool in mcp.Tools)
            yield return (tool, Arguments(tool.Description.Parameters));
    }

    private static JsonElement Arguments(JsonElement schema)
    {
        var values = new Dictionary<string, object?>();
        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                var type = property.Value.ValueKind == JsonValueKind.Object && property.Value.TryGetProperty("type", out var named) ? named.ToString() : "string";
                values[property.Name] = type switch { "number" or "integer" => values.Count + 3, "boolean" => true, _ => "test" };
            }
        }

        return JsonSerializer.SerializeToElement(values);
    }

    private static McpAnswers Answers(string scenario, JsonElement said) => new()
    {
        // Agrees to the defaults: the library fills them in.
        Elicit = static (asked, _) => ValueTask.FromResult(new ElicitResult { Action = "accept", Content = Content(asked) }),
        SignIn = scenario.StartsWith("auth/", StringComparison.Ordinal) ? _ => SignIn(said) : null,
    };

    private static Dictionary<string, JsonElement> Content(ElicitRequestParams? asked) => (asked?.RequestedSchema?.Required ?? [])
        .Where(name => !HasDefault(asked!.RequestedSchema!.Properties[name]))
        .ToDictionary(
            static name => name,
            name => JsonSerializer.SerializeToElement<object>(asked!.RequestedSchema!.Properties[name] is ElicitRequestParams.BooleanSchema ? true : "test"));

    private static bool HasDefault(ElicitRequestParams.PrimitiveSchemaDefinition schema) =>
        JsonSerializer.SerializeToElement(schema, ModelContextProtocol.McpJsonUtilities.DefaultOptions).TryGetProperty("default", out _);

    private static ClientOAuthOptions SignIn(JsonElement said)
    {
        string? Text(string name) => said.ValueKind == JsonValueKind.Object && said.TryGetProperty(name, out var value) ? value.GetString() : null;
        return new ClientOAuthOptions
        {
            RedirectUri = new Uri("http://localhost:3000/callback"),
            ClientId = Text("client_id"),
            ClientSecret = Text("client_secret"),
            ClientMetadataDocumentUri = new Uri("https://conformance-test.local/client-metadata.json"),
            DynamicClientRegistration = new DynamicClientRegistrationOptions { ClientName = "axle" },
            AuthorizationCallbackHandler = FollowAsync,
        };
    }

    // The suite's authorization server sends back at once; a person's browser would be sent to it.
    private static async Task<AuthorizationResult?> FollowAsync(AuthorizationCallbackContext context, CancellationToken stop)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler);
        using var answer = await http.GetAsync(context.AuthorizationUri, stop);
        var query = (answer.Headers.Location?.Query ?? "").TrimStart('?').Split('&').Select(static part => part.Split('=', 2))
            .Where(static part => part.Length == 2).ToDictionary(static part => part[0], static part => Uri.UnescapeDataString(part[1]));
        return new AuthorizationResult
        {
            Code = query.GetValueOrDefault("code"),
            State = query.GetValueOrDefault("state"),
            Iss = query.GetValueOrDefault("iss"),
        };
    }
}
