using Axle.Models.Cache;
using Axle.Models.Guarding.Output;
using Axle.Models.Tests.Cache;
using Axle.Models.Tests.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Guarding.Output;

public sealed class GuardedAnswerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_taken_out_of_an_answer_is_kept_in_no_cache(bool streams)
    {
        var model = ScriptedModel.Saying(static _ => "The word is badword, as they say.");
        using var gateway = model.Gateway(CacheOptions.Default with { Enabled = true }, services: Services(AnswerAction.Sanitise));
        for (var i = 0; i < 2; i++)
            (await AskAsync(gateway, streams)).Text.ShouldBe("The word is [words removed], as they say.");
        model.Calls.ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_model_is_asked_again_and_what_was_shown_of_the_first_answer_is_taken_back(bool streams)
    {
        var answers = new Queue<string>(["A long beginning that is shown at once because it is long, and then badword.", "A better answer."]);
        var model = new ScriptedModel(_ => ScriptedModel.Answer(answers.Dequeue()));
        using var gateway = model.Gateway(CacheOptions.Default, services: Services(AnswerAction.Retry));
        var (text, retractions) = await AskAsync(gateway, streams);
        text.ShouldBe("A better answer.");
        retractions.Count.ShouldBe(streams ? 1 : 0);
        model.Calls.ShouldBe(2);
    }

    [Theory]
    [InlineData(false, AnswerAction.Block)]
    [InlineData(true, AnswerAction.Block)]
    [InlineData(true, AnswerAction.Person)]
    [InlineData(false, AnswerAction.Retry)]
    public async Task What_is_blocked_is_never_shown_and_the_refusal_says_nothing_of_it(bool streams, AnswerAction action)
    {
        var model = ScriptedModel.Saying(static _ => "It is badword. And more.");
        using var gateway = model.Gateway(CacheOptions.Default, services: Services(action));
        var shown = new List<string>();
        var fault = await Should.ThrowAsync<AxleException>(async () =>
        {
            if (!streams)
                shown.Add((await gateway.GetResponseAsync(new ModelCall(Setup.Ask()), Stop)).Text);
            await foreach (var update in gateway.GetStreamingResponseAsync(new ModelCall(Setup.Ask()), Stop))
                shown.Add(update.Text);
        });
        fault.Error.Kind.ShouldBe(ErrorKind.Refused);
        fault.Message.ShouldNotContain("badword");
        string.Concat(shown).ShouldNotContain("badword");
    }

    [Fact]
    public async Task What_is_only_warned_about_goes_on_at_once_and_is_told()
    {
        var model = ScriptedModel.Saying(static _ => "It is badword.");
        using var gateway = model.Gateway(CacheOptions.Default, services: Services(AnswerAction.Warn));
        var notes = new List<GuardNote>();
        var call = new ModelCall(Setup.Ask() with { Noted = notes.Add });
        var pieces = await gateway.GetStreamingResponseAsync(call, Stop).Select(static u => u.Text).ToListAsync(Stop);
        pieces.Where(static p => p.Length > 0).ShouldBe(["It", " is", " badword."]);
        notes.ShouldHaveSingleItem().Verdict.ShouldBe("warn");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reasoning_is_looked_at_as_answers_are_and_loses_its_seal_when_something_is_taken_out(bool streams)
    {
        var model = Thinking("The word is badword, as they say, and so on and on.", "An answer.");
        using var gateway = model.Gateway(CacheOptions.Default, services: Services(AnswerAction.Sanitise));
        var response = await WholeAsync(gateway, streams, Setup.Ask());
        var thoughts = response.Messages.SelectMany(static m => m.Contents).OfType<TextReasoningContent>().ToArray();
        string.Concat(thoughts.Select(static t => t.Text)).ShouldBe("The word is [words removed], as they say, and so on and on.");
        thoughts.ShouldAllBe(static t => t.ProtectedData == null);
        response.Text.ShouldBe("An answer.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reasoning_in_which_nothing_is_found_keeps_its_seal(bool streams)
    {
        var model = Thinking("Nothing of the kind, in a thought that is longer than the window.", "An answer.");
        using var gateway = model.Gateway(CacheOptions.Default, services: Services(AnswerAction.Sanitise));
        var response = await WholeAsync(gateway, streams, Setup.Ask());
        var thought = response.Messages.SelectMany(static m => m.Contents).OfType<TextReasoningContent>().ShouldHaveSingleItem();
        thought.Text.ShouldBe("Nothing of the kind, in a thought that is longer than the window.");
        thought.ProtectedData.ShouldBe("seal");
    }

    [Theory]
    [InlineData(false, AnswerAction.Block)]
    [InlineData(true, AnswerAction.Block)]
    [InlineData(true, AnswerAction.Retry)]
    public async Task Reasoning_can_have_an_answer_stopped(bool streams, AnswerAction action)
    {
        using var gateway = Thinking("I think of badword.", "An answer.").Gateway(CacheOptions.Default, services: Services(action));
        (await Should.ThrowAsync<AxleException>(() => WholeAsync(gateway, streams, Setup.Ask()))).Error.Kind.ShouldBe(ErrorKind.Refused);
    }

    [Theory]
    [InlineData(AnswerAction.Sanitise)]
    [InlineData(AnswerAction.Warn)]
    public async Task Of_a_streamed_answer_to_a_schema_the_strings_are_looked_at_not_how_they_are_written(AnswerAction action)
    {
        var model = ScriptedModel.Saying(static _ => """{"word":"\u0062adword"}""");
        using var gateway = model.Gateway(CacheOptions.Default, services: Services(action));
        var notes = new List<GuardNote>();
        var schema = System.Text.Json.JsonElement.Parse("""{"type":"object","properties":{"word":{"type":"string"}},"required":["word"]}""");
        var response = await WholeAsync(gateway, streams: true, Setup.Ask() with { OutputSchema = schema, Noted = notes.Add });
        System.Text.Json.JsonElement.Parse(response.Text).GetProperty("word").GetString().ShouldBe(action == AnswerAction.Warn ? "badword" : "[words removed]");
        notes.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Pieces_of_a_whole_answer_are_looked_at_as_the_one_text_that_they_are()
    {
        var model = new ScriptedModel(static _ => new ChatResponse(new ChatMessage(ChatRole.Assistant, [new TextContent("It is bad"), new TextContent("word.")])));
        using var gateway = model.Gateway(CacheOptions.Default, services: Services(AnswerAction.Sanitise));
        (await WholeAsync(gateway, streams: false, Setup.Ask())).Text.ShouldBe("It is [words removed].");
    }

    private static ScriptedModel Thinking(string thought, string text) => new(_ => new ChatResponse(
        new ChatMessage(ChatRole.Assistant, [new TextReasoningContent(thought) { ProtectedData = "seal" }, new TextContent(text)])))
    {
        Updates = _ =>
        [
            .. thought.Chunk(5).Select(static piece => new ChatResponseUpdate(ChatRole.Assistant, [new TextReasoningContent(new string(piece))])),
            new ChatResponseUpdate(ChatRole.Assistant, [new TextReasoningContent("") { ProtectedData = "seal" }]),
            new ChatResponseUpdate(ChatRole.Assistant, text),
        ],
    };

    private static async Task<ChatResponse> WholeAsync(ModelGateway gateway, bool streams, ModelRequest request) => streams
        ? await gateway.GetStreamingResponseAsync(new ModelCall(request), Stop).ToChatResponseAsync(Stop)
        : await gateway.GetResponseAsync(new ModelCall(request), Stop);

    // Text as a reader has it who takes back what is retracted.
    private static async Task<(string Text, List<Retraction> Retractions)> AskAsync(ModelGateway gateway, bool streams)
    {
        var call = new ModelCall(Setup.Ask());
        if (!streams)
            return ((await gateway.GetResponseAsync(call, Stop)).Text, []);
        var (text, retractions) = ("", new List<Retraction>());
        await foreach (var update in gateway.GetStreamingResponseAsync(call, Stop))
        {
            if (Retraction.Of(update) is { } retraction)
            {
                retractions.Add(retraction);
                text = text[..^retraction.Characters];
            }

            text += update.Text;
        }

        return (text, retractions);
    }

    private static GatewayServices Services(AnswerAction action) => new() { AnswerGuard = new Words(action) };

    private sealed class Words(AnswerAction action) : IAnswerGuard
    {
        public int HoldBack => action == AnswerAction.Warn ? 0 : 20;

        public bool Judges => false;

        public IReadOnlyList<AnswerFinding> Find(string text) => text.IndexOf("badword", StringComparison.Ordinal) is >= 0 and var at
            ? [new AnswerFinding(at, at + 7, "words", "word", action)]
            : [];

        public ValueTask<IReadOnlyList<AnswerFinding>> JudgeAsync(
            ModelCall call, IReadOnlyList<ChatMessage> messages, string answer, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<AnswerFinding>>([]);
    }
}
