using Axle.Models.Answers;
using Axle.Models.Cache;
using Axle.Models.Catalog;
using Axle.Models.Prompts;
using Axle.Models.Providers;
using Axle.Models.Tests.Cache;
using Axle.Models.Tests.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Answers;

public sealed class Structured_modes
{
    private static readonly ProviderDescription Knows = ProviderCatalog.Find("openai")!.Description;
    private static readonly ProviderDescription Unsure = ProviderCatalog.Find("openai-compatible")!.Description;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Model_that_holds_to_schemas_gets_it_by_its_own_means_only() =>
        (await SeenAsync(Knows, null)).ShouldBe((true, false));

    [Fact]
    public async Task Model_that_the_catalog_says_cannot_gets_it_in_the_prompt_only() =>
        (await SeenAsync(Knows, new ModelCard("old") { Features = ModelFeatures.Tools })).ShouldBe((false, true));

    [Fact]
    public async Task Server_of_ones_own_gets_both_until_the_catalog_knows_better()
    {
        (await SeenAsync(Unsure, null)).ShouldBe((true, true));
        (await SeenAsync(Unsure, new ModelCard("good") { Features = ModelFeatures.JsonSchema })).ShouldBe((true, false));
    }

    [Fact]
    public async Task Schema_that_strict_modes_leave_out_is_shown_too()
    {
        var open = Samples.Json("""{"type":"object","additionalProperties":{"type":"number"}}""");
        (await SeenAsync(Knows, null, open)).ShouldBe((true, true));
    }

    [Fact]
    public void Prompt_that_shows_a_schema_is_left_as_it_is()
    {
        var messages = EvidencePrompt.Compose("Be brief.", "What?", null, Samples.TextSchema);
        SchemaPrompt.Show(messages, Samples.TextSchema).Count().ShouldBe(2);
    }

    [Fact]
    public async Task Streams_are_held_back_until_they_match()
    {
        var answers = new Queue<string>(["{\"answer\":1}", "Sure: {\"answer\":\"one\",}"]);
        var model = ScriptedModel.Saying(_ => answers.Dequeue());
        using var gateway = model.Gateway(CacheOptions.Default);

        var call = new ModelCall(Setup.Ask() with { OutputSchema = Samples.TextSchema });
        var response = await gateway.GetStreamingResponseAsync(call, Stop).ToChatResponseAsync(Stop);

        response.Text.ShouldBe("""{"answer":"one"}""");
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);
        response.Usage!.InputTokenCount.ShouldBe(20);
    }

    [Fact]
    public async Task Call_of_a_tool_is_no_answer_yet_and_passes()
    {
        var model = new ScriptedModel(static _ =>
            new ChatResponse(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("1", "look")])) { FinishReason = ChatFinishReason.ToolCalls });
        using var gateway = model.Gateway(CacheOptions.Default);

        var response = await gateway.GetResponseAsync(new ModelCall(Setup.Ask() with { OutputSchema = Samples.TextSchema }), Stop);

        response.Messages[0].Contents[0].ShouldBeOfType<FunctionCallContent>();
        model.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Correction_shows_the_schema_when_nobody_had_and_sends_no_empty_message()
    {
        var answers = new Queue<string>(["", "{\"answer\":\"one\"}"]);
        var model = ScriptedModel.Saying(_ => answers.Dequeue());
        using var gateway = model.Gateway(CacheOptions.Default);

        await gateway.AskAsync(Setup.Ask() with { OutputSchema = Samples.TextSchema }, Stop);

        var second = model.Asked.ElementAt(1);
        second.Count.ShouldBe(2);
        second[1].Text.ShouldContain("The answer is not JSON.");
        second[1].Text.ShouldContain("```schema");
    }

    private static async Task<(bool Native, bool Prompt)> SeenAsync(ProviderDescription provider, ModelCard? card, System.Text.Json.JsonElement? schema = null)
    {
        var ears = new Ears();
        using var client = new SchemaPromptChatClient(ears, provider, card);
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema ?? Samples.TextSchema) };
        await client.GetResponseAsync([new ChatMessage(ChatRole.System, "Be brief."), new ChatMessage(ChatRole.User, "What?")], options, Stop);
        return (
            ears.Options!.ResponseFormat is ChatResponseFormatJson { Schema: not null },
            ears.Messages.Any(static m => m.Text.Contains("```schema", StringComparison.Ordinal)));
    }

    private sealed class Ears : IChatClient
    {
        public List<ChatMessage> Messages { get; } = [];

        public ChatOptions? Options { get; private set; }

        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Messages.AddRange(messages);
            Options = options;
            return Task.FromResult(ScriptedModel.Answer("{}"));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
