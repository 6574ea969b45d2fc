using Axle.Models.Configuration;
using Axle.Models.Tests.Wire;

namespace Axle.Models.Tests.Answers;

public sealed class Structured_answers
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"answer":"42"}""")]
    [InlineData("Here you are:\n```json\n{\"answer\":\"42\"}\n```\nAnything else?")]
    [InlineData("The answer is {\"answer\":\"42\"} as asked.")]
    public async Task Json_is_found_bare_fenced_and_between_sentences(string text)
    {
        var (answer, server) = await AskAsync(text);
        answer.Json!.Value.GetProperty("answer").GetString().ShouldBe("42");
        answer.Corrections.ShouldBe(0);
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Wrong_answer_goes_back_with_its_faults_and_the_tokens_add_up()
    {
        var (answer, server) = await AskAsync("""{"answer":42}""", "no json at all", """{"answer":"42"}""");

        answer.Corrections.ShouldBe(2);
        answer.Usage.ShouldBe(new ModelUsage(120, 39, 24));
        var second = server.Requests.ElementAt(1).Body;
        second.ShouldContain("Your answer does not match the schema");
        second.ShouldContain("/answer");
        server.Requests.ElementAt(2).Body.ShouldContain("The answer is not JSON.");
    }

    [Fact]
    public async Task After_three_corrections_the_answer_is_malformed()
    {
        var wrong = """{"answer":42}""";
        await using var server = await FakeServer.StartAsync([.. Enumerable.Repeat(new Reply(WireAnswers.Completion(wrong)), 5)]);
        using var gateway = new ModelGateway(new ModelOptions([Setup.Options("openai", server.Url)]));

        var error =
            (await Should.ThrowAsync<AxleException>(async () => await gateway.AskAsync(Setup.Ask() with { OutputSchema = Samples.TextSchema }, Stop))).Error;

        error.Kind.ShouldBe(ErrorKind.MalformedAnswer);
        error.Message.ShouldContain("/answer");
        server.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Answer_cut_at_its_token_limit_is_not_sent_back()
    {
        await using var server = await FakeServer.StartAsync(new Reply(WireAnswers.Completion("""{"answer":""", "length")));
        using var gateway = new ModelGateway(new ModelOptions([Setup.Options("openai", server.Url)]));

        var error =
            (await Should.ThrowAsync<AxleException>(async () => await gateway.AskAsync(Setup.Ask() with { OutputSchema = Samples.TextSchema }, Stop))).Error;

        error.Kind.ShouldBe(ErrorKind.MalformedAnswer);
        error.Message.ShouldContain("token limit");
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Broken_schema_is_told_before_anybody_is_asked()
    {
        await using var server = await FakeServer.StartAsync();
        using var gateway = new ModelGateway(new ModelOptions([Setup.Options("openai", server.Url)]));
        var broken = Samples.Json("""{"type":"strin"}""");

        (await Should.ThrowAsync<AxleException>(
            async () => await gateway.AskAsync(Setup.Ask() with { OutputSchema = broken }, Stop))).Error.Kind.ShouldBe(ErrorKind.Validation);
        server.Requests.ShouldBeEmpty();
    }

    private static async Task<(ModelAnswer Answer, FakeServer Server)> AskAsync(params string[] texts)
    {
        await using var server = await FakeServer.StartAsync([.. texts.Select(t => new Reply(WireAnswers.Completion(t)))]);
        using var gateway = new ModelGateway(new ModelOptions([Setup.Options("openai", server.Url)]));
        return (await gateway.AskAsync(Setup.Ask() with { OutputSchema = Samples.TextSchema }, Stop), server);
    }
}
