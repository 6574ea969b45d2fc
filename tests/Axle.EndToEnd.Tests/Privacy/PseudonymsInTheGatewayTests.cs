using System.Text.Json;
using Axle.Models;
using Axle.Models.Guarding.Output;
using Microsoft.Extensions.AI;

namespace Axle.EndToEnd.Tests.Privacy;

/// <summary>Personal data on its way through the gateway: no model reads it, and those who may see it get it back.</summary>
public sealed class PseudonymsInTheGatewayTests
{
    private const string Mail = "anna.miller@example.com";
    private const string Card = "4111 1111 1111 1111";
    private const string Letter = "Dear Mr. John Smith, write to anna.miller@example.com about card 4111 1111 1111 1111; \"quoted\" \\ and <b>bold</b>, <PERSON_9> too.";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_cut_at_every_place_gives_the_text_back_that_no_model_has_read()
    {
        await using var parrot = new Parrot("guardrails: {prompts: off, pseudonyms: on}");
        for (var piece = 1; piece <= 60; piece++)
        {
            parrot.Piece = piece;
            var text = "";
            await foreach (var update in parrot.Gateway.GetStreamingResponseAsync(Call(Letter), Stop))
                text += update.Text;
            text.ShouldBe(Letter, $"in pieces of {piece}");
        }

        ReadNothing(parrot);
    }

    [Fact]
    public async Task A_whole_answer_and_what_is_said_later_have_the_values_again()
    {
        await using var parrot = new Parrot("guardrails: {prompts: off, pseudonyms: on}");
        (await parrot.Gateway.GetResponseAsync(Call(Letter), Stop)).Text.ShouldBe(Letter);
        // Found where it is plain, it has its stand-in also where it is not, and the same one in a later turn.
        ChatMessage[] turns = [new(ChatRole.User, Letter), new(ChatRole.Assistant, "john smith? No: John Smith"), new(ChatRole.User, $"Again: {Mail}")];
        (await parrot.Gateway.GetResponseAsync(new ModelCall(new ModelRequest(turns)), Stop)).Text.ShouldBe($"Again: {Mail}");
        ReadNothing(parrot);
        parrot.Read.Last().ShouldContain("Again: <EMAIL_ADDRESS_1>");
    }

    [Fact]
    public async Task Arguments_of_calls_and_results_of_tools_keep_their_form()
    {
        await using var parrot = new Parrot("guardrails: {prompts: off, results: off, pseudonyms: on}");
        parrot.Answer = static said => new ChatMessage(
            ChatRole.Assistant,
            [
                new TextContent("I call. <EMAIL_"),
                new FunctionCallContent("c1", "send", new Dictionary<string, object?>
                {
                    ["to"] = JsonElement.Parse("""[{"address": "<EMAIL_ADDRESS_1>", "urgent": true, "copies": 2}]"""),
                    ["card"] = "<CREDIT_CARD_1>",
                }),
            ]);
        ChatMessage[] turns =
        [
            new(ChatRole.User, Letter),
            new(ChatRole.Assistant, [new FunctionCallContent("c0", "find", new Dictionary<string, object?> { ["mail"] = Mail })]),
            new(ChatRole.Tool, [new FunctionResultContent("c0", JsonElement.Parse($$"""{"found": [{"mail": "{{Mail}}", "n": 1}]}"""))]),
        ];
        foreach (var streams in (bool[])[false, true])
        {
            var call = new ModelCall(new ModelRequest(turns));
            var response = streams
                ? await parrot.Gateway.GetStreamingResponseAsync(call, Stop).ToChatResponseAsync(Stop)
                : await parrot.Gateway.GetResponseAsync(call, Stop);
            response.Text.ShouldBe("I call. <EMAIL_");
            var asked = response.Messages.SelectMany(static m => m.Contents).OfType<FunctionCallContent>().Single();
            JsonSerializer.Serialize(asked.Arguments!["to"]).ShouldBe($$"""[{"address":"{{Mail}}","urgent":true,"copies":2}]""");
            asked.Arguments["card"]!.ToString().ShouldBe(Card);
        }

        ReadNothing(parrot);
    }

    [Fact]
    public async Task A_structured_answer_is_still_what_its_schema_wants()
    {
        await using var parrot = new Parrot("guardrails: {prompts: off, runs: off, pseudonyms: on}");
        parrot.Answer = static _ => new ChatMessage(ChatRole.Assistant, """{"mail": "<EMAIL_ADDRESS_1>", "name": "the \"<PERSON_1>\"", "n": 3}""");
        var schema = JsonElement.Parse("""{"type":"object","properties":{"mail":{"type":"string"},"name":{"type":"string"},"n":{"type":"integer"}},"required":["mail","name","n"]}""");
        var answer = await parrot.Gateway.AskAsync(new ModelRequest([new ChatMessage(ChatRole.User, Letter)]) { OutputSchema = schema }, Stop);
        answer.Json!.Value.GetProperty("mail").GetString().ShouldBe(Mail);
        answer.Json.Value.GetProperty("name").GetString()!.ShouldContain("John Smith");
        JsonElement.Parse(answer.Text).GetProperty("mail").GetString().ShouldBe(Mail);
        ReadNothing(parrot);
    }

    [Fact]
    public async Task What_is_taken_back_of_a_stream_is_counted_as_it_was_shown()
    {
        await using var parrot = new Parrot(
            "guardrails: {prompts: off, pseudonyms: on, output: {holdBack: 50, topics: {competitors: {words: [Globex], action: retry}}}}");
        var answers = new Queue<string>([$"{new string('x', 60)} <EMAIL_ADDRESS_1> {new string('y', 60)} Globex.", "Better, <EMAIL_ADDRESS_1>."]);
        parrot.Answer = _ => new ChatMessage(ChatRole.Assistant, answers.Dequeue());
        var (text, retracted) = ("Before. ", 0);
        await foreach (var update in parrot.Gateway.GetStreamingResponseAsync(Call(Letter), Stop))
        {
            if (Retraction.Of(update) is { } retraction)
                text = text[..^(retracted = retraction.Characters)];
            text += update.Text;
        }

        retracted.ShouldBeGreaterThan(60 + Mail.Length);
        text.ShouldBe($"Before. Better, {Mail}.");
    }

    [Fact]
    public async Task Only_those_see_the_values_again_who_may_and_nothing_is_kept_of_either()
    {
        await using var parrot = new Parrot("guardrails: {prompts: off, pseudonyms: {restoreFor: [\"acme/*\"]}}\ncache: {enabled: true}");
        (await parrot.Gateway.GetResponseAsync(Call(Letter, new Scope { Tenant = "acme", User = "anna" }), Stop)).Text.ShouldBe(Letter);
        var others = (await parrot.Gateway.GetResponseAsync(Call(Letter, new Scope { Tenant = "other", User = "ben" }), Stop)).Text;
        others.ShouldNotContain(Mail);
        others.ShouldContain("<EMAIL_ADDRESS_1>");
        await parrot.Gateway.GetResponseAsync(Call(Letter, new Scope { Tenant = "acme", User = "anna" }), Stop);
        parrot.Read.Count.ShouldBe(3);
        ReadNothing(parrot);
    }

    private static ModelCall Call(string text, Scope? scope = null) =>
        new(new ModelRequest([new ChatMessage(ChatRole.User, text)]) { Scope = scope ?? Scope.None });

    private static void ReadNothing(Parrot parrot)
    {
        foreach (var read in parrot.Read)
        {
            foreach (var value in (string[])[Mail, Card, "John Smith"])
                read.ShouldNotContain(value);
        }
    }
}
