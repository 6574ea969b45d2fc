using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Axle.McpPeer;

/// <summary>Tools that ask the client back: over the session, or by a result that says what is missing.</summary>
internal static class AskingTools
{
    private const string Rounds = "round-";
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    public static IEnumerable<McpServerTool> All(McpServerPrimitiveCollection<McpServerTool> tools, McpServerPrimitiveCollection<McpServerPrompt> prompts) =>
    [
        .. InSession(),
        .. ByResult(),
        PlainTools.Make("test_trigger_tool_change", () => Change(tools, () => PlainTools.Make("test_changed", () => "changed"))),
        PlainTools.Make("test_trigger_prompt_change", () => Change(prompts, () => McpServerPrompt.Create(() => "changed", new McpServerPromptCreateOptions { Name = "test_changed" }))),
    ];

    /// <summary>What is thrown to ask a person for one text.</summary>
    public static InputRequiredException Ask(string key, string message, string field, string? state, bool isFlag = false) =>
        new(new Dictionary<string, InputRequest> { [key] = InputRequest.ForElicitation(Question(message, field, isFlag)) }, state);

    /// <summary>What a person answered.</summary>
    public static string Field(InputResponse answer, string field) =>
        answer.Deserialize(InputResponse.ElicitResultJsonTypeInfo)?.Content is { } content && content.TryGetValue(field, out var value) ? value.ToString() : "";

    private static IEnumerable<McpServerTool> InSession() =>
    [
        PlainTools.Make("test_sampling", async (McpServer server, string prompt, CancellationToken stop) =>
        {
            var answer = await server.SampleAsync(Sample(prompt, 100), stop);
            return $"LLM response: {string.Concat(answer.Content.OfType<TextContentBlock>().Select(static t => t.Text))}";
        }),
        PlainTools.Make("test_elicitation", async (McpServer server, string message, CancellationToken stop) =>
        {
            var schema = new ElicitRequestParams.RequestSchema();
            schema.Properties["username"] = new ElicitRequestParams.StringSchema { Description = "User's response" };
            schema.Properties["email"] = new ElicitRequestParams.StringSchema { Description = "User's email address" };
            schema.Required = ["username", "email"];
            return Told(await server.ElicitAsync(new ElicitRequestParams { Message = message, RequestedSchema = schema }, stop));
        }),
        PlainTools.Make("test_elicitation_sep1034_defaults", async (McpServer server, CancellationToken stop) =>
            Told(await server.ElicitAsync(new ElicitRequestParams { Message = "Please confirm", RequestedSchema = Defaults() }, stop))),
        PlainTools.Make("test_elicitation_sep1330_enums", async (McpServer server, CancellationToken stop) =>
            Told(await server.ElicitAsync(new ElicitRequestParams { Message = "Please choose", RequestedSchema = Enums() }, stop))),
    ];

    private static IEnumerable<McpServerTool> ByResult() =>
    [
        Asking("test_input_required_result_elicitation", static p => Has(p, "user_name", out var answer)
            ? $"Hello, {Field(answer, "name")}!" : throw Ask("user_name", "What is your name?", "name", null)),
        Asking("test_streaming_elicitation", static p => Has(p, "user_name", out var answer)
            ? $"Hello, {Field(answer, "name")}!" : throw Ask("user_name", "What is your name?", "name", null)),
        Asking("test_input_required_result_sampling", static p => Has(p, "capital_question", out var answer)
            ? string.Concat(answer.Deserialize(InputResponse.CreateMessageResultJsonTypeInfo)!.Content.OfType<TextContentBlock>().Select(static t => t.Text))
            : throw new InputRequiredException(new Dictionary<string, InputRequest> { ["capital_question"] = InputRequest.ForSampling(Sample("What is the capital of France?", 100)) })),
        Asking("test_input_required_result_list_roots", static p => Has(p, "client_roots", out var answer)
            ? string.Join(' ', answer.Deserialize(InputResponse.ListRootsResultJsonTypeInfo)!.Roots.Select(static r => r.Uri))
            : throw new InputRequiredException(new Dictionary<string, InputRequest> { ["client_roots"] = InputRequest.ForRootsList(new ListRootsRequestParams()) })),
        Asking("test_input_required_result_request_state", static p => Has(p, "confirm", out _) && Open(p) == "asked"
            ? "state-ok" : throw Ask("confirm", "Please confirm", "ok", Seal("asked"), isFlag: true)),
        Asking("test_input_required_result_tampered_state", static p => Has(p, "confirm", out _) && Open(p) == "asked"
            ? "state-ok" : throw Ask("confirm", "Please confirm", "ok", Seal("asked"), isFlag: true)),
        Asking("test_input_required_result_multiple_inputs", static p =>
            Has(p, "user_name", out _) && Has(p, "greeting", out _) && Has(p, "client_roots", out _)
                ? "all answered"
                : throw new InputRequiredException(
                    new Dictionary<string, InputRequest>
                    {
                        ["user_name"] = InputRequest.ForElicitation(Question("What is your name?", "name", false)),
                        ["greeting"] = InputRequest.ForSampling(Sample("Generate a greeting", 50)),
                        ["client_roots"] = InputRequest.ForRootsList(new ListRootsRequestParams()),
                    },
                    Seal("asked"))),
        Asking("test_input_required_result_multi_round", static p => Open(p) switch
        {
            Rounds + "2" when Has(p, "step2", out _) => "done after two rounds",
            Rounds + "1" when Has(p, "step1", out _) => throw Ask("step2", "Step 2: What is your favorite color?", "color", Seal(Rounds + "2")),
            _ => throw Ask("step1", "Step 1: What is your name?", "name", Seal(Rounds + "1")),
        }),
        PlainTools.Make("test_input_required_result_capabilities", (RequestContext<CallToolRequestParams> request) =>
        {
            if (request.Params?.InputResponses is { Count: > 0 })
                return "answered";
            var can = request.Server.ClientCapabilities ?? request.JsonRpcRequest.Context?.ClientCapabilities;
            var asks = new Dictionary<string, InputRequest>();
            if (can?.Sampling is not null)
                asks["sample"] = InputRequest.ForSampling(Sample("Say hello", 50));
            if (can?.Elicitation is not null)
                asks["user_name"] = InputRequest.ForElicitation(Question("What is your name?", "name", false));
            return asks.Count == 0 ? "nothing can be asked" : throw new InputRequiredException(asks);
        }),
        PlainTools.Make("test_missing_capability", (RequestContext<CallToolRequestParams> request) =>
            (request.Server.ClientCapabilities ?? request.JsonRpcRequest.Context?.ClientCapabilities)?.Sampling is not null
                ? "sampling is there"
                : throw new MissingRequiredClientCapabilityException(new ClientCapabilities { Sampling = new SamplingCapability() })),
    ];

    private static McpServerTool Asking(string name, Func<CallToolRequestParams?, string> work) =>
        PlainTools.Make(name, (RequestContext<CallToolRequestParams> request) => work(request.Params));

    private static bool Has(CallToolRequestParams? given, string key, out InputResponse answer)
    {
        answer = null!;
        return given?.InputResponses?.TryGetValue(key, out answer!) == true;
    }

    // What comes back from a client could have been changed there.
    private static string Seal(string state) => $"{state}.{Convert.ToHexString(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(state)))}";

    private static string? Open(CallToolRequestParams? given)
    {
        if (given?.RequestState is not { } sealedState)
            return null;
        var state = sealedState[..Math.Max(0, sealedState.LastIndexOf('.'))];
        return Seal(state) == sealedState ? state : throw new McpProtocolException("The request state was changed.", McpErrorCode.InvalidParams);
    }

    private static ElicitRequestParams Question(string message, string field, bool isFlag)
    {
        var schema = new ElicitRequestParams.RequestSchema { Required = [field] };
        schema.Properties[field] = isFlag ? new ElicitRequestParams.BooleanSchema() : new ElicitRequestParams.StringSchema();
        return new ElicitRequestParams { Message = message, RequestedSchema = schema };
    }

    private static CreateMessageRequestParams Sample(string text, int tokens) => new()
    {
        Messages = [new SamplingMessage { Role = Role.User, Content = [new TextContentBlock { Text = text }] }],
        MaxTokens = tokens,
    };

    private static ElicitRequestParams.RequestSchema Defaults()
    {
        var schema = new ElicitRequestParams.RequestSchema();
        schema.Properties["name"] = new ElicitRequestParams.StringSchema { Default = "John Doe" };
        schema.Properties["age"] = new ElicitRequestParams.NumberSchema { Type = "integer", Default = 30 };
        schema.Properties["score"] = new ElicitRequestParams.NumberSchema { Default = 95.5 };
        schema.Properties["status"] = new ElicitRequestParams.UntitledSingleSelectEnumSchema { Enum = ["active", "inactive", "pending"], Default = "active" };
        schema.Properties["verified"] = new ElicitRequestParams.BooleanSchema { Default = true };
        return schema;
    }

    private static ElicitRequestParams.RequestSchema Enums()
    {
        ElicitRequestParams.EnumSchemaOption[] titled =
            [.. Enumerable.Range(1, 3).Select(static n => new ElicitRequestParams.EnumSchemaOption { Const = $"value{n}", Title = $"Option {n}" })];
        string[] plain = ["option1", "option2", "option3"];
        var schema = new ElicitRequestParams.RequestSchema();
        schema.Properties["untitledSingle"] = new ElicitRequestParams.UntitledSingleSelectEnumSchema { Enum = plain };
        schema.Properties["titledSingle"] = new ElicitRequestParams.TitledSingleSelectEnumSchema { OneOf = titled };
        schema.Properties["legacyEnum"] = new ElicitRequestParams.LegacyTitledEnumSchema { Enum = ["opt1", "opt2", "opt3"], EnumNames = ["Option One", "Option Two", "Option Three"] };
        schema.Properties["untitledMulti"] = new ElicitRequestParams.UntitledMultiSelectEnumSchema { Items = new() { Enum = plain } };
        schema.Properties["titledMulti"] = new ElicitRequestParams.TitledMultiSelectEnumSchema { Items = new() { AnyOf = titled } };
        return schema;
    }

    private static string Told(ElicitResult answer) => $"User response: action={answer.Action}, content={JsonSerializer.Serialize(answer.Content)}";

    private static string Change<T>(McpServerPrimitiveCollection<T> collection, Func<T> one)
        where T : IMcpServerPrimitive
    {
        if (!collection.TryGetPrimitive("test_changed", out var there) || !collection.Remove(there))
            collection.Add(one());
        return "changed";
    }
}
