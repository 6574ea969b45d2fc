using System.Text.Json;
using Axle.Agents.Tests.Support;
using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;
using Axle.Workflows.Runs;

namespace Axle.Agents.Tests.Runtime;

public sealed class PromptStepTests
{
    private const string Schema = """{"type":"object","properties":{"answer":{"type":"integer"}},"required":["answer"]}""";

    [Fact]
    public async Task A_plain_prompt_gives_text_and_says_who_answered()
    {
        var model = new ScriptedProvider(_ => "Forty-two.");
        using var stage = new Stage(Samples.Inspector, [], model);

        var (output, decisions) = await stage.RunAsync(Stage.Context(Prompt(null), """{"prompt":"How many?","with":{"unit":"sheep"}}"""));

        output.GetProperty("text").GetString().ShouldBe("Forty-two.");
        output.GetProperty("provider").GetString().ShouldBe(ScriptedProvider.Name);
        output.GetProperty("offline").GetBoolean().ShouldBeFalse();
        model.Asked.Single().ShouldContain("How many?");
        model.Asked.Single().ShouldContain("sheep");
        decisions.Single().Kind.ShouldBe("provider-chosen");
    }

    [Fact]
    public async Task A_schema_gives_its_members()
    {
        using var stage = new Stage(Samples.Inspector, [], new ScriptedProvider(_ => """{"answer":42}"""));

        var (output, _) = await stage.RunAsync(Stage.Context(Prompt(Schema), """{"prompt":"How many?"}"""));

        output.GetProperty("answer").GetInt32().ShouldBe(42);
        output.GetProperty("model").GetString().ShouldBe("script-1");
    }

    [Fact]
    public async Task A_call_of_a_model_is_spent_and_one_of_the_offline_provider_is_not()
    {
        using var asked = new Stage(Samples.Inspector, [], new ScriptedProvider(_ => "Forty-two."));
        using var offline = new Stage(Samples.Inspector, []);
        var context = Stage.Context(Prompt(null), """{"prompt":"How many?"}""");

        (await asked.StartAsync(context, TestContext.Current.CancellationToken)).Usage!.ShouldBe(new ModelUsage(Usd: 0.012m, Tokens: 12, Calls: 1));
        (await offline.StartAsync(context, TestContext.Current.CancellationToken)).Usage.ShouldBeNull();
    }

    [Fact]
    public async Task An_empty_prompt_is_refused()
    {
        using var stage = new Stage(Samples.Inspector, []);

        (await stage.FailAsync(Stage.Context(Prompt(null), """{"prompt":" "}"""))).Kind.ShouldBe(ErrorKind.Validation);
    }

    [Fact]
    public async Task The_offline_provider_answers_a_prompt_from_what_ran_before()
    {
        using var stage = new Stage(Samples.Inspector, []);
        var schema = """{"type":"object","properties":{"summary":{"type":"string"},"total":{"type":"integer"}},"required":["summary","total"]}""";

        var (output, _) = await stage.RunAsync(Stage.Context(Prompt(schema), """{"prompt":"Sum it up."}""") with
        {
            Ended = [Stage.Ended("scan", Samples.Result("r.one", "a.cs", 3))],
            Upstream = ["scan"],
        });

        output.GetProperty("offline").GetBoolean().ShouldBeTrue();
        output.GetProperty("total").GetInt32().ShouldBe(1);
    }

    private static PromptAction Prompt(string? schema) =>
        new(Template.Parse(JsonElement.Parse("\"text\"")), schema is null ? null : JsonElement.Parse(schema));
}
